/// The types that a file declares.
enum TypeScanner {
  static func types(in code: [String]) -> [(name: String, line: Int)] {
    let keywords: Set<String> = ["struct", "class", "enum", "protocol", "actor", "typealias"]
    let members: Set<String> = ["func", "var", "let", "subscript", "init"]
    return code.indices.flatMap { index -> [(name: String, line: Int)] in
      if Rules.importedModule(code[index]) != nil { return [] }
      let words = Rules.identifiers(code[index])
      return zip(words, words.dropFirst()).compactMap { word, next in
        let between = code[index][word.range.upperBound..<next.range.lowerBound]
        guard keywords.contains(word.text), !members.contains(next.text),
          between.allSatisfy(\.isWhitespace), !between.isEmpty
        else { return nil }
        return (next.text, index)
      }
    }
  }

  /// `HTTPChannelPool` is HTTP, Channel, Pool.
  static func words(of name: String) -> [String] {
    var words: [String] = []
    let letters = Array(name)
    for (index, letter) in letters.enumerated() {
      let next = index + 1 < letters.count ? letters[index + 1] : nil
      let begins = letter.isUppercase
        && (index == 0 || !letters[index - 1].isUppercase || next?.isLowercase == true)
      if begins || words.isEmpty || letter == "_" { words.append("") }
      words[words.count - 1].append(letter)
    }
    return words
  }
}
