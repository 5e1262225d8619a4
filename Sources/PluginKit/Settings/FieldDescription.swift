/// What one declared setting is: the source of validation, and later of schema, docs and forms.
public struct FieldDescription: Sendable, Hashable {
  public indirect enum Kind: Sendable, Hashable {
    case string, number, integer, flag, duration, secret, path, any
    case choice([String])
    case object([FieldDescription])
    /// A path to a JSON document with these fields.
    case document([FieldDescription])
    case array(of: Kind)
    /// An object whose keys are the operator's own ids.
    case map(of: Kind)
  }

  public var name: String
  public var kind: Kind
  /// `per hour`, `characters`, ...; durations carry their own.
  public var unit: String?
  /// nil and not required: may be left out.
  public var fallback: JSONValue?
  public var isRequired: Bool
  public var bounds: ClosedRange<Double>?
  public var help: String

  public init(
    name: String, kind: Kind, unit: String? = nil, fallback: JSONValue? = nil,
    isRequired: Bool = false, bounds: ClosedRange<Double>? = nil, help: String
  ) {
    self.name = name
    self.kind = kind
    self.unit = unit
    self.fallback = fallback
    self.isRequired = isRequired
    self.bounds = bounds
    self.help = help
  }
}
