import PluginKit

/// The form of a JSON value, for the OpenAPI file.
indirect enum Shape: Sendable {
  case text, time, number, integer, flag, anything
  case choice([String])
  case list(Shape)
  /// All of these fields, in this order, and no others.
  case fields([(String, Shape)])
  /// A whole number by name.
  case counts
  /// Also `null`.
  case optional(Shape)
  /// Declared once, by name.
  case named(String)

  /// JSON Schema, as OpenAPI 3.1 uses it.
  var json: JSONValue {
    switch self {
    case .text: return ["type": "string"]
    case .time: return ["type": "string", "format": "date-time"]
    case .number: return ["type": "number"]
    case .integer: return ["type": "integer"]
    case .flag: return ["type": "boolean"]
    case .anything: return [:]
    case .choice(let values):
      return ["type": "string", "enum": .array(values.map { .string($0) })]
    case .list(let element): return ["type": "array", "items": element.json]
    case .fields(let fields):
      return [
        "type": "object", "required": .array(fields.map { .string($0.0) }),
        "properties": .object(fields.map { .init($0.0, $0.1.json) }),
        "additionalProperties": false,
      ]
    case .counts: return ["type": "object", "additionalProperties": ["type": "integer"]]
    case .optional(let shape): return ["anyOf": [shape.json, ["type": "null"]]]
    case .named(let name): return ["$ref": .string("#/components/schemas/\(name)")]
    }
  }
}
