/// What one declared setting is: the source of validation, schema, reference pages and forms.
public struct FieldDescription: Sendable, Hashable {
  public indirect enum Kind: Sendable, Hashable {
    case string, number, integer, flag, duration, secret, path, any
    case choice([String])
    /// One of these built-in plugins, or the folder of a plugin that is a program.
    case plugin([String])
    /// An id from another part of the config.
    case reference(to: Section)
    case object([FieldDescription])
    /// A path to a JSON document with these fields.
    case document([FieldDescription])
    case array(of: Kind)
    /// One element, or an array of them.
    case oneOrMore(of: Kind)
    /// An object whose keys are the operator's own ids.
    case map(of: Kind)
    /// What the plugin declares that the field `plugin` beside this one names.
    case pluginSettings([PluginDescription])
  }

  /// The parts of a config whose keys are ids that settings refer to.
  public enum Section: String, Sendable, Hashable, CaseIterable {
    case connectors, teams, people, notifiers, procedures
  }

  public var name: String
  public var kind: Kind
  /// `per hour`, `characters`, ...; durations carry their own.
  public var unit: String?
  /// nil and not required: may be left out.
  public var fallback: JSONValue?
  public var isRequired: Bool
  /// An object that is not there when left out, instead of having its own defaults.
  public var mayBeAbsent = false
  /// Of a number; of a duration in seconds.
  public var bounds: ClosedRange<Double>?
  /// How many elements an array may have.
  public var count: ClosedRange<Int>?
  /// What the text, or each text inside, matches: a regular expression of ECMA-262.
  public var pattern: String?
  /// All the keys that a map may have; nil: any.
  public var keys: [String]?
  public var neededWhen: Circumstance?
  public var refusedWhen: Circumstance?
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

/// That another field of the same object has one of some values.
public struct Circumstance: Sendable, Hashable {
  public var field: String
  public var values: [String]

  public init(_ field: String, is values: [String]) {
    self.field = field
    self.values = values
  }

  /// `"do" is "answer" or "ignore"`.
  public var words: String {
    "\"\(field)\" is \(values.map { "\"\($0)\"" }.joined(separator: " or "))"
  }
}

/// A plugin as declarations see it.
public struct PluginDescription: Sendable, Hashable {
  public var name: String
  /// One sentence.
  public var summary: String
  public var fields: [FieldDescription]

  public init(name: String, summary: String, fields: [FieldDescription]) {
    self.name = name
    self.summary = summary
    self.fields = fields
  }
}
