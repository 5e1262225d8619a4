import Foundation

/// How rules find their words in code.
extension Rules {
  /// `M` of `public import struct M.X`; nil when the line is no import.
  static func importedModule(_ line: String) -> String? {
    var words = line.split(whereSeparator: \.isWhitespace)[...]
    let modifiers: Set<Substring> = ["public", "package", "internal", "private", "fileprivate"]
    while let first = words.first, modifiers.contains(first) || first.hasPrefix("@") {
      words.removeFirst()
    }
    guard words.first == "import" else { return nil }
    words.removeFirst()
    let kinds: Set<Substring> = [
      "struct", "class", "enum", "protocol", "typealias", "func", "let", "var",
    ]
    if let first = words.first, kinds.contains(first) { words.removeFirst() }
    return words.first?.split(separator: ".").first.map(String.init)
  }

  /// Lines whose code has any of `texts`, unless `isFine` for the line.
  static func phrases(
    _ source: SwiftSource, _ texts: [String], _ instead: String,
    isFine: (Int) -> Bool = { _ in false }
  ) -> [Violation] {
    source.code.indices.flatMap { index in
      texts.filter { occurs($0, in: source.code[index]) && !isFine(index) }.map {
        source.violation(index, "`\($0)`: \(instead)")
      }
    }
  }

  static func words(_ source: SwiftSource, _ words: [String], _ instead: String) -> [Violation] {
    source.code.indices.flatMap { index in
      let found = Set(identifiers(source.code[index]).map(\.text))
      return words.filter(found.contains).map {
        source.violation(index, "`\($0)`: \(instead)")
      }
    }
  }

  /// Calls of free functions, so not `page.print(` or `func print(`.
  static func calls(_ source: SwiftSource, _ names: Set<String>, _ instead: String) -> [Violation] {
    source.code.indices.flatMap { index -> [Violation] in
      let line = source.code[index]
      return identifiers(line).compactMap { word in
        let before = line[..<word.range.lowerBound]
        let declares = before.hasSuffix("func ") || before.hasSuffix(".")
        guard names.contains(word.text), !declares, line[word.range.upperBound...].hasPrefix("(")
        else { return nil }
        return source.violation(index, "`\(word.text)(`: \(instead)")
      }
    }
  }

  /// As a whole word where it begins or ends with a letter, so not `retry?` for `try?`.
  static func occurs(_ text: String, in line: String) -> Bool {
    var rest = line[...]
    while let found = rest.range(of: text) {
      let before = line[..<found.lowerBound].last
      let after = line[found.upperBound...].first
      let begins = !isWord(text.first) || !(isWord(before) || before == ".")
      let ends = !isWord(text.last) || !isWord(after)
      if begins && ends { return true }
      rest = line[found.upperBound...]
    }
    return false
  }

  /// `#/.../#`, or `/x.../` where an expression begins.
  static func hasRegexLiteral(_ line: String) -> Bool {
    if line.contains("#/") { return true }
    var previous: Character = "("
    for index in line.indices {
      let next = line.index(after: index)
      if line[index] == "/", "=(,:[{".contains(previous), next < line.endIndex,
        !" /*),".contains(line[next]), line[next...].contains("/")
      {
        return true
      }
      if !line[index].isWhitespace { previous = line[index] }
    }
    return false
  }

  static func identifiers(_ line: String) -> [(text: String, range: Range<String.Index>)] {
    var found: [(String, Range<String.Index>)] = []
    var index = line.startIndex
    while index < line.endIndex {
      guard isWord(line[index]) else {
        index = line.index(after: index)
        continue
      }
      let end = line[index...].firstIndex { !isWord($0) } ?? line.endIndex
      found.append((String(line[index..<end]), index..<end))
      index = end
    }
    return found
  }

  private static func isWord(_ character: Character?) -> Bool {
    character.map { $0.isLetter || $0.isNumber || $0 == "_" } == true
  }
}
