/// Names of other parts of the config: ids, and plugins with the settings they declare.
extension Fields {
  /// The id of something in `section`; whether it is there is checked when all is read.
  public mutating func reference(
    _ name: String, to section: FieldDescription.Section, form: TextForm? = .notBlank, help: String
  ) -> String {
    field(
      .init(name: name, kind: .reference(to: section), isRequired: true, help: help),
      fallback: nil, placeholder: ""
    ) { node, scope in Self.readText(node, scope, form) }
  }

  public mutating func optionalReference(
    _ name: String, to section: FieldDescription.Section, help: String
  ) -> String? {
    field(
      .init(name: name, kind: .reference(to: section), help: help), fallback: .some(nil),
      placeholder: nil, read: Self.readString)
  }

  /// Ids of `section`; at least one where there is no default.
  public mutating func references(
    _ name: String, to section: FieldDescription.Section, default fallback: [String]? = nil,
    help: String
  ) -> [String] {
    let count = (fallback == nil ? 1 : 0)...1000
    var description = FieldDescription(
      name: name, kind: .array(of: .reference(to: section)),
      fallback: fallback.map { .array($0.map { .string($0) }) }, isRequired: fallback == nil,
      help: help)
    description.count = count
    return field(description, fallback: fallback, placeholder: []) { node, scope in
      Self.readArray(node, scope, count: count, element: Self.readString)
    }
  }

  /// Ids of `section`: one text, or an array of them; none where it is left out.
  public mutating func namesOrName(
    _ name: String, to section: FieldDescription.Section, help: String
  ) -> [String] {
    oneOrMore(name, of: .reference(to: section), help: help)
  }

  /// `"complaint"` or `["complaint", "question"]`.
  mutating func oneOrMore(
    _ name: String, of kind: FieldDescription.Kind = .string, help: String
  ) -> [String] {
    field(
      .init(name: name, kind: .oneOrMore(of: kind), help: help), fallback: [], placeholder: []
    ) { node, scope in
      if case .string(let text) = node.value { return [text] }
      return Self.readArray(node, scope, element: Self.readString)
    }
  }

  /// The fields `plugin` and `settings`: which plugin of `catalog`, and what it declares. The
  /// settings are decoded when the plugin is built.
  ///
  /// - Parameter word: what is configured here, e.g. "stage".
  public mutating func plugin<Product>(_ catalog: [Plugin<Product>], _ word: String)
    -> NamedPlugin
  {
    let isDescribing = scope == nil
    let known = isDescribing ? catalog.map(\.declaration) : []
    let name = field(
      .init(
        name: "plugin", kind: .plugin(known.map(\.name)), isRequired: true,
        help: "name of a \(word) plugin, or the folder of one that is a program"),
      fallback: nil, placeholder: "", read: Self.readString)
    let settings: LocatedSettings? = field(
      .init(
        name: "settings", kind: .pluginSettings(known),
        help: "the plugin's own settings: replyd plugins show NAME"),
      fallback: .some(nil), placeholder: nil
    ) { node, scope in LocatedSettings(node: node, path: scope.path, file: scope.file) }
    return NamedPlugin(name: name, place: place(of: "plugin"), settings: settings)
  }
}

/// A plugin that the config names, not built yet.
public struct NamedPlugin: Sendable {
  public var name: String
  public var place: SettingsPlace?
  /// nil when left out.
  public var settings: LocatedSettings?
}

extension Plugin {
  public var declaration: PluginDescription {
    PluginDescription(name: name, summary: summary, fields: fields())
  }
}
