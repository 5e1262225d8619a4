/// HTML that is safe by construction: text put into it is escaped, and only markup is not.
///
/// `"<td>\(author)</td>"` as a `Markup` escapes the author; `\(cell)` of another `Markup` goes in
/// as it is. Escaped text is safe between tags and in quoted attributes, not in scripts, styles or
/// as an address: see `Markup.link`.
struct Markup: ExpressibleByStringInterpolation, Sendable {
  var text: String

  init(stringLiteral value: String) { text = value }
  init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  struct StringInterpolation: StringInterpolationProtocol {
    var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount * 8)
    }
    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ markup: Markup) { text += markup.text }
    mutating func appendInterpolation(_ markup: [Markup]) {
      for each in markup { text += each.text }
    }
    mutating func appendInterpolation(_ string: String) { text += Markup.escaped(string) }
    mutating func appendInterpolation(_ number: Int) { text += String(number) }
    /// Coordinates, to a tenth.
    mutating func appendInterpolation(_ number: Double) {
      let tenths = Int((number * 10).rounded())
      text += tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
    }
  }

  /// Also takes out what is invisible, turns the writing direction or is no text, so that a name
  /// cannot disturb the words around it.
  static func escaped(_ string: String) -> String {
    var escaped = ""
    for scalar in string.unicodeScalars.prefix(2000) {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default:
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: escaped += " "
        case .surrogate, .privateUse, .unassigned: continue
        // The joiner holds families of emoji together and does nothing else.
        case .format where scalar != "\u{200D}": continue
        default: escaped.unicodeScalars.append(scalar)
        }
      }
    }
    return escaped
  }

  /// A link to a web address; anything else, such as `javascript:`, stays text.
  static func link(_ address: String?, _ text: String) -> Markup {
    guard let address, isWeb(address) else { return "\(text)" }
    return "<a href=\"\(address)\" rel=\"noreferrer noopener nofollow\">\(text)</a>"
  }

  static func isWeb(_ address: String) -> Bool {
    let lower = address.lowercased()
    return (lower.hasPrefix("https://") || lower.hasPrefix("http://"))
      && !address.unicodeScalars.contains { $0.value <= 0x20 || $0 == "\\" }
  }

  static func + (a: Markup, b: Markup) -> Markup {
    var sum = a
    sum.text += b.text
    return sum
  }
}
