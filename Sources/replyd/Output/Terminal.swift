import Foundation
import PluginKit

/// What commands print. Customer text is made safe first: no control or bidi character reaches the
/// terminal.
enum Terminal {
  static let isColoured =
    isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil

  enum Colour: String {
    case red = "31", green = "32", yellow = "33", blue = "34", magenta = "35", cyan = "36"
    case grey = "90", bold = "1"
  }

  static func line(_ text: String = "") { write(text + "\n", to: STDOUT_FILENO) }
  static func error(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  /// JSON, over several lines unless told otherwise; what would act on a terminal is escaped, so
  /// its meaning is unchanged.
  static func json(_ value: JSONValue, pretty: Bool = true) {
    var shown = ""
    for scalar in value.text(pretty: pretty).unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control where scalar != "\n", .format, .lineSeparator, .paragraphSeparator, .privateUse:
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          shown += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: shown.unicodeScalars.append(scalar)
      }
    }
    line(shown)
  }

  /// The bytes as they are, for JSON.
  static func raw(_ bytes: [UInt8], to descriptor: Int32 = STDOUT_FILENO) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  static func coloured(_ text: String, _ colour: Colour) -> String {
    isColoured ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// One line of at most `limit` characters in which nothing acts on the terminal.
  static func safe(_ text: String, limit: Int = 200) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(limit * 4) {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: shown.append(" ")
      case .format, .surrogate, .privateUse, .unassigned: continue
      default: shown.append(scalar)
      }
    }
    let line = String(shown)
    return line.count > limit ? line.prefix(limit - 1) + "…" : line
  }

  private static func write(_ text: String, to descriptor: Int32) {
    raw(Array(text.utf8), to: descriptor)
  }
}
