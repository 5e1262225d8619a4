/// Finds functions and their length by counting braces in blanked code.
struct FunctionScanner {
  struct Function: Hashable {
    /// From 0.
    var line: Int
    /// From the line of `func` to that of its closing brace.
    var lineCount: Int
  }

  static func functions(in code: [String]) -> [Function] {
    var found: [Function] = []
    for (line, text) in code.enumerated() {
      for word in Rules.identifiers(text) where isDeclaration(word.text, before: word.range, text) {
        let column = text.distance(from: text.startIndex, to: word.range.upperBound)
        if let end = end(of: code, from: line, column) {
          found.append(Function(line: line, lineCount: end - line + 1))
        }
      }
    }
    return found
  }

  private static func isDeclaration(
    _ word: String, before range: Range<String.Index>, _ text: String
  ) -> Bool {
    guard ["func", "init", "deinit", "subscript"].contains(word) else { return false }
    return !text[..<range.lowerBound].hasSuffix(".")
  }

  /// The line of the body's closing brace; nil for a requirement without a body.
  private static func end(of code: [String], from line: Int, _ column: Int) -> Int? {
    var brackets = 0
    var braces = 0
    for index in line..<code.count {
      let text = index == line ? code[index].dropFirst(column) : code[index][...]
      let isNext = index > line && brackets == 0 && braces == 0 && begins(text)
      if isNext { return nil }
      for letter in text {
        switch letter {
        case "(", "[": brackets += 1
        case ")", "]": brackets -= 1
        case "{" where brackets == 0 || braces > 0: braces += 1
        case "}" where braces > 0:
          braces -= 1
          if braces == 0 { return index }
        case "}" where brackets == 0: return nil
        default: break
        }
      }
    }
    return nil
  }

  /// Whether a line begins another declaration.
  private static func begins(_ text: Substring) -> Bool {
    let starts: Set<String> = [
      "func", "init", "var", "let", "static", "public", "private", "mutating", "case", "struct",
      "subscript", "associatedtype", "typealias", "enum", "extension", "protocol",
    ]
    return Rules.identifiers(String(text)).first.map { starts.contains($0.text) } == true
  }
}
