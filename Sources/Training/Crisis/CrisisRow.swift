import TextAnalysis

/// One line of `labels/crisis`: a message, its categories, the gravest first, and how severe it is.
struct CrisisLabel: Decodable {
  let id: String
  /// nil: it labels a message of the public data.
  let text: String?
  let categories: [String]
}

/// One line of `labels/crisis/words.jsonl`: words of a category, or of "none".
struct CrisisWords: Decodable {
  let category: String
  let words: [String]
}

/// A text that the crisis model learns from or is measured on.
struct CrisisRow: Sendable {
  let text: NormalizedText
  /// Class numbers, the gravest first; empty for none.
  let kinds: [Int]
  /// The file it stands in.
  let source: String
  let weight: Float
  /// The folds' number in which it is measured; nil: it only trains.
  let fold: Int?
  /// What the listed phrases prove, one a category.
  let phrases: [Double]
  /// What each category is at least because of them.
  let floors: [Double]

  init(
    _ text: NormalizedText, kinds: [Int], source: String, weight: Float, fold: Int?,
    phrases: (proven: [Double], floors: [Double])
  ) {
    (self.text, self.kinds, self.source) = (text, kinds, source)
    (self.weight, self.fold) = (weight, fold)
    (self.phrases, floors) = phrases
  }

  var isSevere: Bool { !kinds.isEmpty }
  /// The class that it trains.
  var label: Int { kinds.first ?? 0 }
}
