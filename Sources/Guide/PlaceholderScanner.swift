/// Finds what a template or a program left unfilled. Time is linear in the text.
struct PlaceholderScanner {
  /// How far from its opening a placeholder may close.
  private static let maxWidth = 64

  private let scalars: [Unicode.Scalar]

  /// One for each kind found, at most five.
  static func violations(in scalars: [Unicode.Scalar]) -> [String] {
    let scanner = PlaceholderScanner(scalars: scalars)
    let found = (scanner.marks() + scanner.words()).prefix(5)
    return found.map { "unfilled placeholder: \"\($0)\"" }
  }

  private func marks() -> [String] {
    var found: [String] = []
    for index in scalars.indices where found.count < 5 {
      switch scalars[index] {
      case "{": if let text = braced(from: index) { found.append(text) }
      case "[": if let text = name(from: index, to: "]") { found.append(text) }
      case "<": if let text = name(from: index, to: ">") { found.append(text) }
      case "%": if let text = format(at: index) { found.append(text) }
      default: break
      }
    }
    return found
  }

  /// `{...}`; of `{{...}}` the inner pair alone. An opening `{{` counts even when it never closes.
  private func braced(from start: Int) -> String? {
    let rest = scalars[start...].prefix(Self.maxWidth)
    let next = rest.dropFirst().first
    if next == "{" {
      let isInner = start > 0 && scalars[start - 1] == "{"
      let closes = rest.dropFirst(2).contains("}")
      return isInner || closes ? nil : "{{"
    }
    guard let end = rest.firstIndex(of: "}") else { return nil }
    return FoldedScalars.text(rest[start...end])
  }

  /// `[ORDER ID]`: two or more capitals, with digits, spaces, `_` and `-` among them.
  private func name(from start: Int, to close: Unicode.Scalar) -> String? {
    let rest = scalars[start...].prefix(Self.maxWidth)
    guard let end = rest.firstIndex(of: close) else { return nil }
    let inside = rest[start...].dropFirst().prefix(while: { $0 != close })
    let isName = inside.allSatisfy {
      ("A"..."Z").contains($0) || ("0"..."9").contains($0) || "_- ".unicodeScalars.contains($0)
    }
    guard isName, inside.count(where: { ("A"..."Z").contains($0) }) >= 2 else { return nil }
    return FoldedScalars.text(rest[start...end])
  }

  /// `%s`, `%d`, `%@` and `%1$s`, but neither `100%` nor `5% discount`.
  private func format(at start: Int) -> String? {
    let follows = scalars[start...].dropFirst().prefix(4)
    guard let first = follows.first, start == 0 || !FoldedScalars.isWord(scalars[start - 1]) else {
      return nil
    }
    if first == "@" { return "%@" }
    let isPositional = ("1"..."9").contains(first) && follows.dropFirst().first == "$"
    if isPositional { return FoldedScalars.text(scalars[start...].prefix(4)) }
    let after = follows.dropFirst().first
    guard first == "s" || first == "d", after.map(FoldedScalars.isWord) != true else { return nil }
    return FoldedScalars.text(scalars[start...].prefix(2))
  }

  private func words() -> [String] {
    var found: [String] = []
    var index = 0
    while index < scalars.count, found.count < 5 {
      let start = index
      while index < scalars.count, FoldedScalars.isWord(scalars[index]) { index += 1 }
      if Self.begins.contains(scalars[start]), let word = Self.leftover(scalars[start..<index]) {
        found.append(word)
      }
      index += 1
    }
    return found
  }

  private static let begins = Set("TFunLlIi".unicodeScalars)

  /// The word, when only a program or an unfinished template writes it so.
  private static func leftover(_ run: ArraySlice<Unicode.Scalar>) -> String? {
    guard run.count < 16 else { return nil }
    let word = FoldedScalars.text(run)
    let isLeftover = ["TODO", "FIXME", "undefined", "nil"].contains(word)
    return isLeftover || ["lorem", "ipsum"].contains(word.lowercased()) ? word : nil
  }
}
