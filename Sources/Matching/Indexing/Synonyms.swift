import TextAnalysis

/// Words and phrases that mean the same to a brand: each is read as the first of its group.
struct Synonyms: Sendable {
  /// By their first stem, longest first: what is said, and what it is read as.
  private var rules: [UInt32: [(said: [UInt32], meant: [UInt32])]] = [:]

  var isEmpty: Bool { rules.isEmpty }

  init(_ groups: [[String]], language: String) {
    let stemmer = Stemmer(language: language)
    for group in groups {
      let phrases = group.map { QuestionTerms(of: NormalizedText($0), stemmer).words }
      guard let meant = phrases.first, !meant.isEmpty else { continue }
      for said in phrases.dropFirst() where said != meant {
        guard let first = said.first else { continue }
        rules[first, default: []].append((said, meant))
      }
    }
    for first in rules.keys { rules[first]?.sort { $0.said.count > $1.said.count } }
  }

  func rewrite(_ words: [UInt32]) -> [UInt32] {
    guard !rules.isEmpty else { return words }
    var result: [UInt32] = []
    var position = 0
    while position < words.count {
      let rest = words[position...]
      if let rule = rules[words[position]]?.first(where: { rest.starts(with: $0.said) }) {
        result += rule.meant
        position += rule.said.count
      } else {
        result.append(words[position])
        position += 1
      }
    }
    return result
  }
}
