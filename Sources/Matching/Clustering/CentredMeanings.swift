import PluginKit

/// Meanings without what they have in common: all messages to one brand are somewhat alike, and
/// only what is left tells their topics apart.
struct CentredMeanings {
  /// Of those like a message so many are kept.
  private static let neighbours = 60

  private let vectors: [SentenceVector]

  init(_ meanings: some Collection<SentenceVector>) {
    let size = meanings.first?.values.count ?? 0
    var mean = [Float](repeating: 0, count: size)
    for meaning in meanings { for index in 0..<size { mean[index] += meaning.values[index] } }
    let count = Float(max(meanings.count, 1))
    vectors = meanings.map { meaning in
      let rest = meaning.values.indices.map { meaning.values[$0] - mean[$0] / count }
      let length = rest.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return SentenceVector(length > 0 ? rest.map { $0 / length } : rest)
    }
  }

  /// By message: those like it and how much, both ways. Time is quadratic in the messages.
  var similarities: [[Int: Double]] {
    var found = [[Int: Double]](repeating: [:], count: vectors.count)
    guard let index = MeaningIndex(vectors) else { return found }
    for (message, vector) in vectors.enumerated() {
      let cosines = index.cosines(to: vector)
      let kept = cosines.indices.filter { $0 != message && cosines[$0] > 0 }
        .sorted { (cosines[$1], $0) < (cosines[$0], $1) }.prefix(Self.neighbours)
      for other in kept {
        found[message][other] = Double(cosines[other])
        found[other][message] = Double(cosines[other])
      }
    }
    return found
  }
}
