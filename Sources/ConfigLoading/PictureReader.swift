import PluginKit

/// Walks over a config and its documents by their declarations, and notes each value by its path.
struct PictureReader {
  private(set) var found: [String: ConfigValues.Entry] = [:]
  private(set) var secrets: [String: Secret] = [:]
  let source: FileSettingsSource
  /// Of plugins that are programs, by the folder that the config names.
  let external: [PluginDescription]

  init(source: FileSettingsSource, external: [PluginDescription]) {
    self.source = source
    self.external = external
  }

  mutating func walk(
    _ fields: [FieldDescription], _ object: LocatedSettings, at path: String
  ) {
    for field in fields {
      let place = ConfigValues.path(path, field.name)
      if let value = object[field.name] {
        if field.mayBeAbsent { found[place] = .element }
        visit(field.kind, value, of: object, at: place)
      } else if let fallback = field.fallback {
        found[place] = .value(fallback)
      } else if !field.mayBeAbsent {
        visitAbsent(field.kind, of: object, at: place)
      }
    }
  }

  /// An object that is left out has its own defaults.
  private mutating func visitAbsent(
    _ kind: FieldDescription.Kind, of object: LocatedSettings, at path: String
  ) {
    let empty = LocatedSettings(
      node: JSONNode(.object([]), at: object.node.position), path: path, file: object.file)
    switch kind {
    case .object(let fields): walk(fields, empty, at: path)
    case .pluginSettings(let plugins):
      let plugin = (plugins + external).first { $0.name == object["plugin"]?.text }
      if let plugin { walk(plugin.fields, empty, at: path) }
    default: break
    }
  }

  private mutating func visit(
    _ kind: FieldDescription.Kind, _ value: LocatedSettings, of object: LocatedSettings,
    at path: String
  ) {
    switch kind {
    case .object(let fields): walk(fields, value, at: path)
    case .document(let fields): visitDocument(fields, value, at: path)
    case .array(let element): visitArray(element, value, at: path)
    case .oneOrMore(let element):
      if value.text != nil {
        found[path] = .value(.array([value.node.plain]))
      } else {
        visitArray(element, value, at: path)
      }
    case .map(let element):
      for member in value.members {
        let place = ConfigValues.path(path, member.key)
        found[place] = .element
        visit(element, member.value, of: value, at: place)
      }
    case .pluginSettings(let plugins):
      let plugin = (plugins + external).first { $0.name == object["plugin"]?.text }
      if let plugin { walk(plugin.fields, value, at: path) }
    case .secret: visitSecret(value, at: path)
    case .path: visitPath(value, at: path)
    case .plugin: visitPlugin(value, at: path)
    case .string, .number, .integer, .flag, .duration, .any, .choice, .reference:
      found[path] = .value(value.node.plain)
    }
  }

  /// Elements that bear names are compared by name, others by place.
  private mutating func visitArray(
    _ element: FieldDescription.Kind, _ array: LocatedSettings, at path: String
  ) {
    switch element {
    case .object, .document, .path: break
    default:
      found[path] = .value(array.node.plain)
      return
    }
    let names = Self.names(of: array.elements)
    for (index, one) in array.elements.enumerated() {
      let place = names.map { ConfigValues.path(path, $0[index]) } ?? "\(path)[\(index)]"
      found[place] = .element
      visit(element, one, of: array, at: place)
    }
    if let names { found[path] = .order(names) }
  }

  /// By `id`, by `plugin`, or what a text says; nil unless all have one and no two the same.
  private static func names(of elements: [LocatedSettings]) -> [String]? {
    for name in [{ $0["id"]?.text }, { $0["plugin"]?.text }, { $0.text }]
      as [(LocatedSettings) -> String?]
    {
      let names = elements.compactMap(name)
      if names.count == elements.count, Set(names).count == names.count { return names }
    }
    return nil
  }
}

extension PictureReader {
  private mutating func visitDocument(
    _ fields: [FieldDescription], _ value: LocatedSettings, at path: String
  ) {
    guard let name = value.text else { return }
    // An element is named by it already.
    if found[path] == nil { found[path] = .value(.string(name)) }
    let file = source.resolve(name, from: value.file)
    do {
      let document = LocatedSettings(
        node: try JSONReader.read(source.document(at: file)), path: "", file: file)
      walk(fields, document, at: path + ":")
    } catch {
      // It was read without an error before.
      found[path] = .value(.string("\(name) (unreadable)"))
    }
  }

  /// A file that is read with the config counts with its content.
  private mutating func visitPath(_ value: LocatedSettings, at path: String) {
    guard let name = value.text else { return }
    let digest = source.digest(of: source.resolve(name, from: value.file))
    found[path] = .value(.string(digest.map { "\(name) (SHA-256 \($0.prefix(12)))" } ?? name))
  }

  /// A plugin in a folder counts with its manifest.
  private mutating func visitPlugin(_ value: LocatedSettings, at path: String) {
    guard let name = value.text else { return }
    let manifest = source.resolve("\(name)/plugin.json", from: value.file)
    let digest = name.contains("/") ? source.digest(of: manifest) : nil
    found[path] = .value(.string(digest.map { "\(name) (SHA-256 \($0.prefix(12)))" } ?? name))
  }

  private mutating func visitSecret(_ value: LocatedSettings, at path: String) {
    guard let member = value.members.first, let name = member.value.text else { return }
    do {
      let text =
        member.key == "env"
        ? source.environment(name) ?? ""
        : try source.secretFile(at: source.resolve(name, from: value.file))
      secrets[path] = Secret(text)
    } catch {
      secrets[path] = Secret("")
    }
  }
}
