public import PluginKit

/// Every id that a config and its documents refer to, found by the declarations.
public struct NamedReferences {
  private struct Reference {
    let section: FieldDescription.Section
    let name: String
    let place: LocatedSettings
  }

  private var found: [Reference] = []
  private let root: LocatedSettings
  private let source: any SettingsSource

  /// - Parameters:
  ///   - fields: of the whole config.
  ///   - root: the whole config. What has the wrong type in it is passed over: reading it has
  ///     noted that.
  public init(
    _ fields: [FieldDescription], in root: LocatedSettings, _ source: any SettingsSource
  ) {
    self.root = root
    self.source = source
    walk(fields, root)
  }

  /// One issue for each id that its section, one of `sections`, does not have.
  public func issues(in sections: [FieldDescription.Section]) -> [SettingsIssue] {
    found.compactMap { reference in
      let known = root[reference.section.rawValue]?.members.map(\.key) ?? []
      guard sections.contains(reference.section), !known.contains(reference.name) else {
        return nil
      }
      let word =
        reference.section == .people ? "person" : String(reference.section.rawValue.dropLast())
      return SettingsIssue(
        file: source.display(reference.place.file), position: reference.place.node.position,
        path: reference.place.path, message: unknownName(word, reference.name, known: known))
    }
  }

  private mutating func walk(_ fields: [FieldDescription], _ object: LocatedSettings) {
    for field in fields {
      if let value = object[field.name] { visit(field.kind, value, of: object) }
    }
  }

  private mutating func visit(
    _ kind: FieldDescription.Kind, _ value: LocatedSettings, of object: LocatedSettings
  ) {
    switch kind {
    case .reference(let section): note(value, section)
    case .object(let fields): walk(fields, value)
    case .document(let fields): if let document = document(value) { walk(fields, document) }
    case .array(let element): for one in value.elements { visit(element, one, of: object) }
    case .oneOrMore(let element):
      for one in value.text == nil ? value.elements : [value] { visit(element, one, of: object) }
    case .map(let element): for member in value.members { visit(element, member.value, of: object) }
    case .pluginSettings(let plugins):
      let plugin = plugins.first { $0.name == object["plugin"]?.text }
      if let plugin { walk(plugin.fields, value) }
    case .string, .number, .integer, .flag, .duration, .secret, .path, .any, .choice, .plugin: break
    }
  }

  private mutating func note(_ value: LocatedSettings, _ section: FieldDescription.Section) {
    guard let name = value.text else { return }
    found.append(Reference(section: section, name: name, place: value))
  }

  private func document(_ value: LocatedSettings) -> LocatedSettings? {
    guard let name = value.text else { return nil }
    let path = source.resolve(name, from: value.file)
    do {
      return LocatedSettings(
        node: try JSONReader.read(source.document(at: path)), path: "", file: path)
    } catch {
      return nil  // Reading it has noted why.
    }
  }
}
