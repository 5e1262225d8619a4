import TextAnalysis

/// The matches in one text, sorted by what they mean, in token numbers.
struct CrisisScene {
  /// How many words a negation reaches forward.
  private static let negationReach = 4

  struct Evidence {
    var category: CrisisCategory
    var weight: Double
    var tokens: ClosedRange<Int>
    /// Tells repeats of one phrase or pair apart from different ones.
    var source: Int
  }

  private let text: NormalizedText
  private var direct: [Evidence] = []
  private var members = [[ClosedRange<Int>]](repeating: [], count: CrisisGroup.allCases.count)
  private var isIdiom: [Bool]
  private var negates: [Bool]
  private var laughs = false
  private var tellsStory = false

  init(_ text: NormalizedText) {
    self.text = text
    isIdiom = [Bool](repeating: false, count: text.tokens.count)
    negates = isIdiom
  }

  mutating func note(_ cue: CrisisCue, _ match: PhraseMatcher.Match) {
    let tokens = token(at: match.range.lowerBound)...token(at: match.range.upperBound - 1)
    switch cue {
    case .evidence(let category, let strength):
      direct.append(
        Evidence(
          category: category, weight: strength.rawValue, tokens: tokens, source: match.phrase))
    case .member(let group): members[group.rawValue].append(tokens)
    case .idiom: for index in tokens { isIdiom[index] = true }
    case .negator: negates[tokens.upperBound] = true
    case .laughter: laughs = true
    case .fiction: tellsStory = true
    }
  }

  /// What is left once idioms are out and negations, laughter and stories have weakened the rest.
  func evidence(pairs: [CrisisPair]) -> [Evidence] {
    var found = direct.filter { !isInIdiom($0.tokens) }
    for (number, pair) in pairs.enumerated() {
      let first = members[pair.first.rawValue].filter { !isInIdiom($0) }
      let second = members[pair.second.rawValue].filter { !isInIdiom($0) }
      guard let tokens = Self.closest(first, second, within: pair.within) else { continue }
      found.append(
        Evidence(
          category: pair.category, weight: pair.strength.rawValue, tokens: tokens,
          source: -1 - number))
    }
    for index in found.indices { found[index].weight *= factor(for: found[index]) }
    return found
  }
}

extension CrisisScene {
  /// The number of the token that holds this byte.
  private func token(at byte: Int) -> Int {
    var (low, high) = (0, text.tokens.count)
    while low < high {
      let middle = (low + high) / 2
      if text.tokens[middle].range.upperBound <= byte { low = middle + 1 } else { high = middle }
    }
    return min(low, text.tokens.count - 1)
  }

  private func isInIdiom(_ tokens: ClosedRange<Int>) -> Bool { tokens.allSatisfy { isIdiom[$0] } }

  private func factor(for evidence: Evidence) -> Double {
    let isPersonal = evidence.category == .threat || evidence.category == .selfHarm
    var factor = 1.0
    // A denied wish to die is still a wish that somebody writes about.
    let kept = evidence.category == .selfHarm ? 0.7 : 0.25
    if isNegated(evidence.tokens.lowerBound) { factor *= kept }
    if laughs, isPersonal { factor *= 0.75 }
    if tellsStory, isPersonal || evidence.category == .safety { factor *= 0.4 }
    return factor
  }

  private func isNegated(_ start: Int) -> Bool {
    var index = start - 1
    while index >= 0, index >= start - Self.negationReach, !text.tokens[index].endsClause {
      if negates[index] { return true }
      index -= 1
    }
    return false
  }

  /// The two ranges with the fewest tokens between them, as one; nil when none is near enough.
  /// Both lists are in the order of the text, so one walk along both finds them.
  private static func closest(
    _ first: [ClosedRange<Int>], _ second: [ClosedRange<Int>], within limit: Int
  ) -> ClosedRange<Int>? {
    var (a, b) = (0, 0)
    var best: (gap: Int, tokens: ClosedRange<Int>)?
    while a < first.count, b < second.count {
      let (x, y) = (first[a], second[b])
      let gap = max(x.lowerBound - y.upperBound, y.lowerBound - x.upperBound)
      if gap > 0, gap - 1 <= limit, gap < best?.gap ?? .max {
        let low = min(x.lowerBound, y.lowerBound)
        let high = max(x.upperBound, y.upperBound)
        best = (gap, low...high)
      }
      if x.upperBound < y.upperBound { a += 1 } else { b += 1 }
    }
    return best?.tokens
  }
}
