import PluginKit

/// A declaration in words, for people.
extension FieldDescription {
  /// The help, with what the type alone does not say.
  var wholeHelp: String {
    let more = [unit, limits.map { "from \($0)" }, target].compactMap(\.self)
    return more.isEmpty ? help : "\(help) (\(more.joined(separator: ", ")))"
  }

  /// `1s to 24h`, of a duration; the schema says the others itself.
  private var limits: String? {
    guard kind == .duration, let bounds else { return nil }
    return "\(Self.duration(bounds.lowerBound)) to \(Self.duration(bounds.upperBound))"
  }

  private var target: String? {
    kind.section.map { "a key of \"\($0.rawValue)\"" }
  }

  /// `whole number from 1 to 64`.
  var typeWords: String {
    var words = kind.words
    if let bounds {
      words +=
        kind == .duration
        ? " from \(Self.duration(bounds.lowerBound)) to \(Self.duration(bounds.upperBound))"
        : " from \(Self.number(bounds.lowerBound)) to \(Self.number(bounds.upperBound))"
    }
    if let count { words += ", \(count.lowerBound) to \(count.upperBound) of them" }
    if let keys { words += "; the ids are \(keys.joined(separator: ", "))" }
    return unit.map { "\(words) \($0)" } ?? words
  }

  /// `required`, `default "now"` or `optional`, and when else.
  var needWords: String {
    if isRequired { return "required" }
    if let fallback, fallback != .array([]) { return "default \(fallback.text())" }
    return
      (["optional"]
      + [neededWhen.map { "required if \($0.words)" }, refusedWhen.map { "not if \($0.words)" }]
      .compactMap(\.self)).joined(separator: "; ")
  }

  private static func duration(_ seconds: Double) -> String {
    Duration.milliseconds(Int64((seconds * 1000).rounded())).text
  }

  private static func number(_ number: Double) -> String { JSONValue.number(number).text() }
}

extension FieldDescription.Kind {
  /// The section that ids of this kind are in.
  var section: FieldDescription.Section? {
    switch self {
    case .reference(let section): section
    case .array(let element), .oneOrMore(let element): element.section
    default: nil
    }
  }

  var words: String {
    switch self {
    case .string: "text"
    case .number: "number"
    case .integer: "whole number"
    case .flag: "true or false"
    case .duration: "duration"
    case .secret: "secret: {\"env\": \"NAME\"} or {\"file\": \"PATH\"}"
    case .path: "path"
    case .any: "any JSON"
    case .choice(let names): "one of " + names.joined(separator: ", ")
    case .plugin(let names): "one of " + names.joined(separator: ", ") + ", or a path"
    case .reference(let section): "id in \(section.rawValue)"
    case .object: "object"
    case .document: "path of a JSON document"
    case .array(let element): "array of \(element.plural)"
    case .oneOrMore(let element): "\(element.words), or an array of \(element.plural)"
    case .map(let element): "\(element.plural) by id"
    case .pluginSettings: "object"
    }
  }

  private var plural: String {
    switch self {
    case .flag, .any, .secret: words
    case .choice(let names), .plugin(let names): "any of " + names.joined(separator: ", ")
    case .reference(let section): "ids in \(section.rawValue)"
    case .document: "paths of JSON documents"
    case .array(let element): "arrays of \(element.plural)"
    case .map(let element): "objects of \(element.plural) by id"
    case .string, .number, .integer, .duration, .path, .object, .oneOrMore, .pluginSettings:
      words + "s"
    }
  }
}
