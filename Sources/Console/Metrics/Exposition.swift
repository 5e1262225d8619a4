/// Writes the text format that Prometheus reads, version 0.0.4
/// (prometheus.io/docs/instrumenting/exposition_formats, "Text-based format").
struct Exposition: Sendable {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  enum Kind: String, Sendable {
    case counter, gauge, histogram
  }
  /// Names and values of one series, in the order in which they are written.
  typealias Labels = [(String, String)]

  private(set) var text = ""

  /// The head of a family; all its samples follow it.
  mutating func family(_ name: String, _ kind: Kind, _ help: String) {
    let safe = help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    text += "# HELP \(name) \(safe)\n# TYPE \(name) \(kind.rawValue)\n"
  }

  mutating func sample(_ name: String, _ labels: Labels = [], _ value: Double) {
    text += name
    if !labels.isEmpty {
      text += "{"
      text += labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
      text += "}"
    }
    text += " \(Self.number(value))\n"
  }

  /// A family of one sample a label value.
  mutating func family(
    _ name: String, _ kind: Kind, _ help: String, by label: String, _ values: [String: Double]
  ) {
    guard !values.isEmpty else { return }
    family(name, kind, help)
    for (value, number) in values.sorted(by: { $0.key < $1.key }) {
      sample(name, [(label, value)], number)
    }
  }

  static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
    if let whole = Int64(exactly: value) { return "\(whole)" }
    return "\(value)"
  }

  /// A name that the format allows: `[a-zA-Z_:][a-zA-Z0-9_:]*`, all else becomes `_`.
  static func name(_ text: String) -> String {
    var name = ""
    for scalar in text.unicodeScalars {
      let isFine =
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar == "_" || scalar == ":")
      let isDigit = ("0"..."9").contains(scalar)
      if isDigit && name.isEmpty { name += "_" }
      name.unicodeScalars.append(isFine || isDigit ? scalar : "_")
    }
    return name.isEmpty ? "_" : name
  }
}
