import PluginKit

/// One setting, as a plugin's manifest declares it: read once with the manifest, then used to read
/// the operator's value.
struct SettingDeclaration: Settings {
  enum Kind: String, Sendable, CaseIterable {
    case string, number, integer, flag, duration, choice, strings, path, secret
  }

  let name: String
  let kind: Kind
  private let help: String
  private let unit: String?
  private let fallback: LocatedSettings?
  private let isOptional: Bool
  private let bounds: (low: Double?, high: Double?)
  private let values: [String]

  init(_ f: inout Fields) {
    name = f.string("name", form: Self.nameForm, help: "the key in the config")
    kind = f.choice("type", help: "what it has to be")
    help = f.string("help", form: .shownText, help: "what it means, for the operator")
    unit = f.optionalString("unit", form: .shownText, help: "of a number")
    fallback = f.anything("default", help: "without one it is required")
    isOptional = f.flag("optional", default: false, help: "it may be left out without a default")
    bounds = (
      f.optionalNumber("min", in: -1e15...1e15, help: "of a number"),
      f.optionalNumber("max", in: -1e15...1e15, help: "of a number")
    )
    values = f.strings(
      "values", default: [], count: 0...100, form: .shownText, help: "of a choice")
    f.need("values", when: "type", is: [Kind.choice], "a choice is one of them")
    f.refuse(
      "default", when: "type", is: [Kind.secret, .path], "it is the operator's, and nobody else's")
    f.require("optional", "remove this: a setting with a default is never left out") {
      [isOptional, fallback] in !isOptional || fallback == nil
    }
    f.require("min", "\"min\" must not be above \"max\"") { [bounds] in
      (bounds.low ?? -.infinity) <= (bounds.high ?? .infinity)
    }
  }

  private static let nameForm = TextForm(
    "letters, digits and underscores, a letter first", pattern: "^[a-zA-Z][a-zA-Z0-9_]{0,39}$"
  ) { text in
    text.count <= 40 && text.first?.isLetter == true
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }

  /// Declares the setting and reads its value as the plugin gets it; nil where it is left out.
  func read(_ f: inout Fields) -> JSONValue? {
    isOptional && fallback == nil ? readOptional(&f) : readNeeded(&f)
  }

  private func readNeeded(_ f: inout Fields) -> JSONValue? {
    let text = fallback?.text
    switch kind {
    case .string: return .string(f.string(name, default: text, help: help))
    case .number:
      let number = fallback?.node.plain.number
      return .number(f.number(name, default: number, in: range, unit: unit, help: help))
    case .integer:
      let whole = fallback?.node.plain.number.flatMap { Int(exactly: $0) }
      return .int(f.integer(name, default: whole, in: wholeRange, unit: unit, help: help))
    case .flag: return .bool(f.flag(name, default: fallback?.node.plain.bool ?? false, help: help))
    case .duration:
      let time = text.flatMap { Duration(text: $0) }
      return .number(f.duration(name, default: time, help: help).seconds)
    case .choice: return .string(f.choice(name, of: values, default: text, help: help))
    case .strings:
      let texts = fallback?.elements.compactMap(\.text)
      return .array(f.strings(name, default: texts, help: help).map { .string($0) })
    case .path: return .string(f.path(name, default: text, help: help))
    case .secret: return .string(f.secret(name, help: help).reveal())
    }
  }

  private func readOptional(_ f: inout Fields) -> JSONValue? {
    switch kind {
    case .string: f.optionalString(name, help: help).map { .string($0) }
    case .number: f.optionalNumber(name, in: range, unit: unit, help: help).map { .number($0) }
    case .integer:
      f.optionalInteger(name, in: wholeRange, unit: unit, help: help).map { .int($0) }
    case .flag: .bool(f.flag(name, default: false, help: help))
    case .duration: f.optionalDuration(name, help: help).map { .number($0.seconds) }
    case .choice: f.optionalChoice(name, of: values, help: help).map { .string($0) }
    case .strings: .array(f.strings(name, default: [], help: help).map { .string($0) })
    case .path: f.optionalPath(name, help: help).map { .string($0) }
    case .secret: f.optionalSecret(name, help: help).map { .string($0.reveal()) }
    }
  }

  private var range: ClosedRange<Double> { (bounds.low ?? -1e15)...(bounds.high ?? 1e15) }

  private var wholeRange: ClosedRange<Int> {
    let low = Int(range.lowerBound.rounded(.up))
    return low...max(low, Int(range.upperBound.rounded(.down)))
  }

  /// A default that the setting itself would refuse.
  func checkDefault(_ source: any SettingsSource, _ issues: inout [SettingsIssue]) {
    guard let fallback else { return }
    let member = JSONNode.Member(
      key: name, position: fallback.node.position, value: fallback.node)
    let object = LocatedSettings(
      node: JSONNode(.object([member]), at: fallback.node.position), path: "settings",
      file: fallback.file)
    _ = object.read(from: source, issues: &issues) { read(&$0) }
  }
}
