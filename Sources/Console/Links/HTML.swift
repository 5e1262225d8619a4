/// Markup whose interpolated texts are escaped, for content and for quoted attributes.
///
/// Escaping goes by scalar: a combining mark joins a quote into one `Character`, and who looks at
/// characters lets that quote through.
struct HTML: ExpressibleByStringInterpolation, Sendable, Hashable {
  let source: String

  init(stringLiteral value: String) { source = value }
  init(stringInterpolation: StringInterpolation) { source = stringInterpolation.source }

  struct StringInterpolation: StringInterpolationProtocol {
    var source = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      source.reserveCapacity(literalCapacity + 32 * interpolationCount)
    }

    mutating func appendLiteral(_ literal: String) { source += literal }
    mutating func appendInterpolation(_ text: String) { source += HTML.escaped(text) }
    mutating func appendInterpolation(_ number: Int64) { source += String(number) }
    mutating func appendInterpolation(_ html: HTML?) { source += html?.source ?? "" }
    mutating func appendInterpolation(_ html: [HTML]) {
      source += html.map(\.source).joined(separator: "\n")
    }
  }

  /// Characters that cannot be seen but change what is read become visible: see `HiddenScalars`.
  static func escaped(_ text: String) -> String {
    let scalars = text.unicodeScalars
    return escaped(scalars) { HiddenScalars.isHidden(scalars, $0) }
  }

  /// For what somebody edits and sends back: joiners and marks of direction that writing may need
  /// stay as they are.
  static func escapedForEditing(_ text: String) -> String {
    let scalars = text.unicodeScalars
    return escaped(scalars) { index in
      switch scalars[index].value {
      case 0xAD, 0x61C, 0x200C...0x200F, 0xFE00...0xFE0F: false
      default: HiddenScalars.isHidden(scalars, index)
      }
    }
  }

  private static func escaped(
    _ scalars: String.UnicodeScalarView,
    isHidden: (String.UnicodeScalarView.Index) -> Bool
  ) -> String {
    var escaped = String.UnicodeScalarView()
    for index in scalars.indices {
      switch scalars[index] {
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
      case "\r": continue
      case "\n", "\t", " ": escaped.append(scalars[index])
      default: escaped.append(isHidden(index) ? "\u{FFFD}" : scalars[index])
      }
    }
    return String(escaped)
  }
}
