import TextAnalysis

/// What listed phrases prove of a text, by category.
struct CrisisPhraseEvidence: Sendable {
  /// Nothing written by a stranger is certain.
  private static let ceiling = 0.97

  struct Piece: Sendable {
    let category: CrisisCategory
    let tokens: Range<Int>
  }

  /// In the order of `CrisisCategory.allCases`, each 0...1.
  let values: [Double]
  /// The strongest first.
  let pieces: [Piece]

  /// A strong phrase of these is enough in any message: "Where is my order? I want to kill myself"
  /// is mostly about an order.
  private static let deadly: [CrisisCategory] = [.selfHarm, .threat]
  private static let deadlyFrom = 0.7

  /// What each category is at least, in the same order.
  var floors: [Double] {
    CrisisCategory.allCases.map { category in
      let value = values[category.index]
      return Self.deadly.contains(category) && value >= Self.deadlyFrom ? value : 0
    }
  }

  static let none = CrisisPhraseEvidence(
    values: [Double](repeating: 0, count: CrisisCategory.allCases.count), pieces: [])

  private init(values: [Double], pieces: [Piece]) {
    (self.values, self.pieces) = (values, pieces)
  }

  /// Independent pieces of evidence add up like chances: 1 − Π(1 − w). Pieces that share words or
  /// come from the same phrase count once, the strongest.
  init(_ found: [CrisisScene.Evidence], in text: NormalizedText) {
    guard !found.isEmpty else {
      self = .none
      return
    }
    var doubts = [Double](repeating: 1, count: CrisisCategory.allCases.count)
    var taken = [UInt16](repeating: 0, count: text.tokens.count)
    var sources: Set<Int> = []
    var pieces: [Piece] = []
    for piece in found.sorted(by: { $0.weight > $1.weight }) {
      let bit = UInt16(1) << UInt16(piece.category.index)
      guard sources.insert(piece.source).inserted,
        piece.tokens.allSatisfy({ taken[$0] & bit == 0 })
      else { continue }
      for index in piece.tokens { taken[index] |= bit }
      doubts[piece.category.index] *= 1 - piece.weight
      pieces.append(Piece(category: piece.category, tokens: Range(piece.tokens)))
    }
    values = doubts.map { min(1 - $0, Self.ceiling) }
    self.pieces = pieces
  }
}
