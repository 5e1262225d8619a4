extension LinearModel {
  /// A run of tokens that speaks for a class.
  public struct Span: Sendable, Hashable {
    public let tokens: Range<Int>
    /// How much it adds to the class's score beyond what it adds to the others' mean.
    public let weight: Float
  }

  /// A run is worth showing from this share of the strongest one's weight on.
  private static let shownShare: Float = 0.35
  /// Longer runs are shown from their strongest token on.
  private static let longestRun = 6

  /// The runs of tokens that moved the text most towards one class of a head, the strongest first.
  /// - Parameters:
  ///   - features: those of `text`.
  ///   - limit: how many at most.
  public func evidence(
    for index: Int, of head: Int = 0, in text: NormalizedText, _ features: HashedFeatures,
    limit: Int
  ) -> [Span] {
    let columns = columns(of: head)
    var shares = TokenShares(
      model: self, column: columns.lowerBound + index, columns: columns, count: text.tokens.count)
    text.bytes.withUnsafeBufferPointer { bytes in
      shares.factor = Self.factor(features.wordCount)
      WordFeatures.emit(text.tokens, bytes, shouted: false, to: &shares)
      shares.factor = Self.factor(features.count - features.wordCount)
      CharacterFeatures.emit(text.tokens, bytes, to: &shares)
    }
    let runs = Self.runs(shares.weights, text.tokens).sorted { $0.weight > $1.weight }
    guard let strongest = runs.first else { return [] }
    return runs.prefix(limit).filter { $0.weight >= strongest.weight * Self.shownShare }
  }

  /// Neighbours that speak for the class together; addresses and handles are never evidence.
  private static func runs(_ weights: [Float], _ tokens: [TextToken]) -> [Span] {
    var runs: [Span] = []
    var start = 0
    var sum: Float = 0
    func end(at index: Int) {
      if sum > 0 { runs.append(Span(tokens: start..<index, weight: sum)) }
      (start, sum) = (index + 1, 0)
    }
    for (index, weight) in weights.enumerated() {
      let isWord = tokens[index].kind != .url && tokens[index].kind != .handle
      guard weight > 0, isWord else {
        end(at: index)
        continue
      }
      sum += weight
      if tokens[index].endsClause || index + 1 - start == longestRun {
        end(at: index + 1)
        start = index + 1
      }
    }
    end(at: weights.count)
    return runs
  }
}

/// Adds each feature's weight to the token it comes from.
private struct TokenShares: FeatureSink {
  let model: LinearModel
  let column: Int
  let columns: Range<Int>
  var factor: Float = 0
  private(set) var weights: [Float]
  private var token = 0
  private let shift: UInt64

  init(model: LinearModel, column: Int, columns: Range<Int>, count: Int) {
    self.model = model
    self.column = column
    self.columns = columns
    weights = [Float](repeating: 0, count: count)
    shift = UInt64(64 - model.bits)
  }

  @inline(__always)
  mutating func begin(_ token: Int) { self.token = token }

  @inline(__always)
  mutating func add(_ hash: FeatureHash) {
    let base = Int(truncatingIfNeeded: hash.mixed >> shift) * model.biases.count
    var others: Float = 0
    for index in columns where index != column {
      others += model.scales[index] * Float(model.weights[base + index])
    }
    let own = model.scales[column] * Float(model.weights[base + column])
    weights[token] += factor * (own - others / Float(columns.count - 1))
  }
}
