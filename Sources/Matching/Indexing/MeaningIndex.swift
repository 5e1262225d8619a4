import PluginKit

/// The meanings of all questions, to compare a message's with: dense retrieval. All lie in one
/// array and all are compared: that is exact, and takes less time than the encoder even for ten
/// thousand.
struct MeaningIndex: Sendable {
  let dimension: Int
  private let values: [Float]
  private let count: Int

  /// nil unless each question has one.
  init?(_ meanings: [SentenceVector?]) {
    let known = meanings.compactMap(\.self)
    guard known.count == meanings.count, let first = known.first else { return nil }
    dimension = first.values.count
    count = known.count
    values = known.flatMap(\.values)
  }

  /// Each question's cosine, at least 0.
  func cosines(to meaning: SentenceVector) -> [Float] {
    guard meaning.values.count == dimension else { return [Float](repeating: 0, count: count) }
    return meaning.values.withUnsafeBufferPointer { meaning in
      values.withUnsafeBufferPointer { values in
        (0..<count).map { question in
          let row = UnsafeBufferPointer(
            rebasing: values[question * dimension..<(question + 1) * dimension])
          return max(0, SentenceVector.product(row, meaning))
        }
      }
    }
  }
}
