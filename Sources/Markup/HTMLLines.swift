/// Puts text together from runs and breaks: spaces run together, no line ends with one, at most one
/// line is empty.
struct HTMLLines {
  private static let space = UInt8(ascii: " ")
  private static let newline = UInt8(ascii: "\n")

  private var out: [UInt8] = []
  private var breaks = 0
  private var owesSpace = false
  private var isAtStart = true
  /// An item's mark stands there: what follows belongs on its line.
  private var awaitsItem = false
  /// Of quotes; where it changes, a line ends.
  var depth = 0
  private var lineDepth = 0

  var text: String { String(decoding: out, as: UTF8.self) }

  mutating func append(_ text: String, keepsSpaces: Bool) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n" where keepsSpaces: lineBreak()
      case " ", "\n", "\t", "\r", "\u{0C}": if keepsSpaces { put(" ") } else { owesSpace = true }
      case "\u{A0}": put(" ")
      // Filling, without width.
      case "\u{AD}", "\u{34F}", "\u{200B}", "\u{FEFF}": break
      default: if scalar.properties.generalCategory != .control { put(scalar) }
      }
    }
  }

  mutating func space() { owesSpace = true }

  /// Begins the line of a list's item.
  mutating func item(_ mark: String) {
    awaitsItem = false
    blockBreak(paragraph: false)
    append(mark, keepsSpaces: true)
    awaitsItem = true
  }

  mutating func lineBreak() {
    breaks = min(breaks + 1, 2)
    owesSpace = false
  }

  mutating func blockBreak(paragraph: Bool) {
    if awaitsItem { return }
    breaks = max(breaks, paragraph ? 2 : 1)
    owesSpace = false
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if isAtStart {
      mark()
    } else if breaks > 0 || depth != lineDepth {
      endLine()
    } else if owesSpace, out.last != Self.space {
      out.append(Self.space)
    }
    (breaks, owesSpace, isAtStart, awaitsItem, lineDepth) = (0, false, false, false, depth)
    out += String(scalar).utf8
  }

  private mutating func endLine() {
    while out.last == Self.space { out.removeLast() }
    out.append(Self.newline)
    if breaks > 1 {
      out += String(repeating: ">", count: min(depth, lineDepth)).utf8
      out.append(Self.newline)
    }
    mark()
  }

  private mutating func mark() {
    if depth > 0 { out += (String(repeating: ">", count: depth) + " ").utf8 }
  }
}
