/// Cuts a structured field into what RFC 5322, 3.2, builds it from. Every byte is looked at once;
/// what never ends ends with the field.
struct QuotedScanner {
  enum Token: Equatable {
    /// A run without specials: atoms, dots, spaces.
    case text(String)
    /// Without its quotes and backslashes.
    case quoted(String)
    /// Without its brackets; comments within it stay in it.
    case comment(String)
    /// One of `<>,;:=[]@`.
    case special(Unicode.Scalar)
  }

  private static let specials: Set<Unicode.Scalar> = ["<", ">", ",", ";", ":", "=", "[", "]", "@"]

  private let scalars: [Unicode.Scalar]
  private var index = 0

  init(_ field: String) { scalars = Array(field.unicodeScalars) }

  mutating func next() -> Token? {
    guard index < scalars.count else { return nil }
    let scalar = scalars[index]
    switch scalar {
    case "\"":
      index += 1
      return .quoted(quoted())
    case "(":
      index += 1
      return .comment(comment())
    case let scalar where Self.specials.contains(scalar):
      index += 1
      return .special(scalar)
    default:
      let start = index
      while index < scalars.count, scalars[index] != "\"", scalars[index] != "(",
        !Self.specials.contains(scalars[index])
      { index += 1 }
      return .text(Self.string(scalars[start..<index]))
    }
  }

  private mutating func quoted() -> String {
    var text = String.UnicodeScalarView()
    while index < scalars.count {
      defer { index += 1 }
      if scalars[index] == "\"" { return String(text) }
      if scalars[index] == "\\", index + 1 < scalars.count { index += 1 }
      text.append(scalars[index])
    }
    return String(text)
  }

  private mutating func comment() -> String {
    var text = String.UnicodeScalarView()
    var depth = 1
    while index < scalars.count {
      defer { index += 1 }
      switch scalars[index] {
      case "(": depth += 1
      case ")": depth -= 1
      case "\\" where index + 1 < scalars.count: index += 1
      default: break
      }
      if depth == 0 { return String(text) }
      text.append(scalars[index])
    }
    return String(text)
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }
}

extension StringProtocol {
  /// Without spaces and tabs around.
  func trimmingSpaces() -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    var text = self[...].drop(while: isSpace)
    while let last = text.last, isSpace(last) { text = text.dropLast() }
    return String(text)
  }
}
