public import PluginKit

/// The JSON Schema (draft 2020-12) of a config, made from its declaration.
///
/// What a schema cannot say stays with `replyd check`: whether an id, a file or a secret is there,
/// the bounds of a duration (they stand in the description), the order of things.
public struct ConfigurationSchema {
  /// Annotation of a path: which definition the document there has to match.
  public static let documentKeyword = "x-document"

  private var definitions: [JSONValue.Member] = [.init("secret", Self.secret)]

  /// The schema of a file with these fields.
  public static func schema(of fields: [FieldDescription], title: String) -> JSONValue {
    var maker = ConfigurationSchema()
    let object = maker.object(fields, at: [])
    return .object(
      [
        .init("$schema", "https://json-schema.org/draft/2020-12/schema"),
        .init("title", .string(title)),
      ] + object + [.init("$defs", .object(maker.definitions))])
  }

  private static let secret: JSONValue = [
    "description": "where the secret stands; never the secret itself",
    "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
    "properties": [
      "env": ["type": "string", "description": "name of an environment variable"],
      "file": ["type": "string", "description": "path of a file that its owner alone can read"],
    ],
  ]

  /// `Duration.init(text:)`.
  private static let duration = "^[0-9]+(\\.[0-9]+)?(ms|s|m|h|d)$"
}

extension ConfigurationSchema {
  private typealias Members = [JSONValue.Member]

  /// - Parameter path: names of the fields around, for the names of definitions.
  private mutating func object(_ fields: [FieldDescription], at path: [String]) -> Members {
    let required = fields.filter(\.isRequired).map(\.name)
    var properties: Members = fields.map { .init($0.name, property($0, at: path)) }
    // Any document may name its schema.
    if path.isEmpty, !fields.contains(where: { $0.name == "$schema" }) {
      properties.insert(.init("$schema", ["type": "string"]), at: 0)
    }
    let rules = fields.flatMap { conditions(of: $0, among: fields, at: path) }
    return [
      .init("type", "object"), .init("properties", .object(properties)),
      required.isEmpty ? nil : .init("required", .array(required.map { .string($0) })),
      .init("additionalProperties", false),
      rules.isEmpty ? nil : .init("allOf", .array(rules)),
    ].compactMap(\.self)
  }

  private mutating func property(_ field: FieldDescription, at path: [String]) -> JSONValue {
    var members: Members = [.init("description", .string(field.wholeHelp))]
    members += schema(of: field.kind, field, at: path + [field.name])
    if let fallback = field.fallback { members.append(.init("default", fallback)) }
    return .object(members)
  }

  private mutating func schema(
    of kind: FieldDescription.Kind, _ field: FieldDescription, at path: [String]
  ) -> Members {
    switch kind {
    case .string: return text(field.pattern)
    case .reference: return text("\\S")
    case .path: return text(nil)
    case .duration: return text(Self.duration)
    case .number: return [.init("type", "number")] + bounds(field)
    case .integer: return [.init("type", "integer")] + bounds(field)
    case .flag: return [.init("type", "boolean")]
    case .secret: return [.init("$ref", "#/$defs/secret")]
    case .any: return []
    case .choice(let names): return [.init("enum", .array(names.map { .string($0) }))]
    case .plugin(let names):
      let builtIn: JSONValue = ["enum": .array(names.map { .string($0) })]
      return [.init("anyOf", [builtIn, ["type": "string", "pattern": "/"]])]
    case .object(let fields): return object(fields, at: path)
    case .document(let fields): return document(fields, at: path)
    case .array(let element): return array(element, field, at: path)
    case .oneOrMore(let element):
      let one = JSONValue.object(schema(of: element, field, at: path))
      return [.init("anyOf", [one, .object(array(element, field, at: path))])]
    case .map(let element):
      let keys = field.keys.map { JSONValue.array($0.map { .string($0) }) }
      return [
        .init("type", "object"), keys.map { .init("propertyNames", ["enum": $0]) },
        .init("additionalProperties", .object(schema(of: element, field, at: path))),
      ].compactMap(\.self)
    case .pluginSettings: return [.init("type", "object")]
    }
  }

  private func text(_ pattern: String?) -> Members {
    [.init("type", "string")] + (pattern.map { [.init("pattern", .string($0))] } ?? [])
  }

  private func bounds(_ field: FieldDescription) -> Members {
    guard let bounds = field.bounds else { return [] }
    return [
      .init("minimum", .number(bounds.lowerBound)), .init("maximum", .number(bounds.upperBound)),
    ]
  }

  private mutating func array(
    _ element: FieldDescription.Kind, _ field: FieldDescription, at path: [String]
  ) -> Members {
    let items = JSONValue.object(schema(of: element, field, at: path))
    let count: Members =
      field.count.map {
        [.init("minItems", .int($0.lowerBound)), .init("maxItems", .int($0.upperBound))]
      } ?? []
    return [.init("type", "array"), .init("items", items)] + count
  }

  /// The document's own schema becomes a definition: editors can point a document at it.
  private mutating func document(_ fields: [FieldDescription], at path: [String]) -> Members {
    let name = path.joined(separator: ".")
    let pointer = "#/$defs/\(name)"
    if !definitions.contains(where: { $0.key == name }) {
      definitions.append(.init(name, .object(object(fields, at: []))))
    }
    return text(nil) + [.init(Self.documentKeyword, .string(pointer))]
  }
}

/// What one field says about another.
extension ConfigurationSchema {
  private mutating func conditions(
    of field: FieldDescription, among fields: [FieldDescription], at path: [String]
  ) -> [JSONValue] {
    var found: [JSONValue] = []
    let name = JSONValue.string(field.name)
    if let needed = field.neededWhen {
      found.append(["if": Self.holds(needed, among: fields), "then": ["required": [name]]])
    }
    if let refused = field.refusedWhen {
      let absent = JSONValue.object([.init(field.name, false)])
      found.append(["if": Self.holds(refused, among: fields), "then": ["properties": absent]])
    }
    if case .pluginSettings(let plugins) = field.kind {
      found += plugins.map { settings(of: $0, field.name, at: path) }
    }
    return found
  }

  private static func holds(_ circumstance: Circumstance, among fields: [FieldDescription])
    -> JSONValue
  {
    let values = JSONValue.array(circumstance.values.map { .string($0) })
    let other = JSONValue.object([.init(circumstance.field, ["enum": values])])
    let fallback = fields.first { $0.name == circumstance.field }?.fallback?.string
    let isDefault = fallback.map(circumstance.values.contains) ?? false
    return isDefault
      ? ["properties": other]
      : ["properties": other, "required": [.string(circumstance.field)]]
  }

  private mutating func settings(
    of plugin: PluginDescription, _ field: String, at path: [String]
  ) -> JSONValue {
    let declared = object(plugin.fields, at: path + [plugin.name])
    let properties = JSONValue.object([.init(field, .object(declared))])
    let isNeeded = plugin.fields.contains(where: \.isRequired)
    return [
      "if": [
        "properties": ["plugin": ["const": .string(plugin.name)]], "required": ["plugin"],
      ],
      "then": isNeeded
        ? ["properties": properties, "required": [.string(field)]] : ["properties": properties],
    ]
  }
}
