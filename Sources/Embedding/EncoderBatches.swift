import PluginKit
import Synchronization

/// Texts to vectors, in batches of about the same length: what is filled up to the longest of a
/// batch is computed for nothing.
struct EncoderBatches: Sendable {
  /// Texts of a batch, and pieces with what is filled up: more are no faster and take more memory.
  static let (textLimit, pieceLimit) = (32, 1024)

  private let session: ONNXSession
  private let tokenizer: WordPieceTokenizer
  private let padding: Int64
  private let facts: EncoderFacts
  /// One run at a time: each takes the threads that it may, and memory for its batch.
  private let turn: Turn

  init(
    _ session: ONNXSession, _ tokenizer: WordPieceTokenizer, padding: Int64, _ facts: EncoderFacts
  ) throws(EncoderFailure) {
    let known: Set = ["input_ids", "attention_mask", "token_type_ids"]
    guard session.inputs.contains("input_ids"), Set(session.inputs).isSubset(of: known),
      !session.outputs.isEmpty
    else {
      throw .model("it wants \(session.inputs.joined(separator: ", ")), not a text's pieces")
    }
    (self.session, self.tokenizer, self.padding) = (session, tokenizer, padding)
    self.facts = facts
    turn = Turn()
  }

  func vectors(of texts: [String]) throws(EncoderFailure) -> [SentenceVector] {
    let pieces = texts.map { tokenizer.pieces(of: facts.prefix + $0, limit: facts.tokens) }
    let order = pieces.indices.sorted { (pieces[$0].count, $0) < (pieces[$1].count, $1) }
    var vectors = [SentenceVector](repeating: SentenceVector([]), count: texts.count)
    var rest = order[...]
    while let shortest = rest.first {
      var (count, length) = (1, pieces[shortest].count)
      for position in rest.dropFirst() {
        let longer = pieces[position].count
        guard count < Self.textLimit, (count + 1) * longer <= Self.pieceLimit else { break }
        (count, length) = (count + 1, longer)
      }
      let batch = rest.prefix(count)
      rest = rest.dropFirst(count)
      let found = try run(batch.map { pieces[$0] }, length: length)
      for (position, vector) in zip(batch, found) { vectors[position] = vector }
    }
    return vectors
  }

  private func run(
    _ texts: [[Int64]], length: Int
  ) throws(EncoderFailure) -> [SentenceVector] {
    let numbers = texts.flatMap { $0 + [Int64](repeating: padding, count: length - $0.count) }
    let mask = texts.flatMap { text in (0..<length).map { Int64($0 < text.count ? 1 : 0) } }
    let zeros = [Int64](repeating: 0, count: numbers.count)
    let tensors = session.inputs.map { name in
      name == "input_ids" ? numbers : name == "attention_mask" ? mask : zeros
    }
    let shape = [Int64(texts.count), Int64(length)]
    return try turn.take { () throws(EncoderFailure) in
      try session.run(tensors, shape: shape) { output, found throws(EncoderFailure) in
        guard found == shape + [Int64(facts.dimension)] else {
          throw .model(
            "its output has the shape \(found), not \(shape + [Int64(facts.dimension)])")
        }
        return texts.indices.map { text in
          pooled(output, first: text * length, count: texts[text].count)
        }
      }
    }
  }

  /// Of length one.
  private func pooled(
    _ output: UnsafeBufferPointer<Float>, first: Int, count: Int
  ) -> SentenceVector {
    let size = facts.dimension
    var sums = [Float](repeating: 0, count: size)
    for piece in first..<first + (facts.pooling == .mean ? count : 1) {
      let start = piece * size
      for index in 0..<size { sums[index] += output[start + index] }
    }
    let length = sums.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0, length.isFinite else {
      return SentenceVector([Float](repeating: 0, count: size))
    }
    return SentenceVector(sums.map { $0 / length })
  }
}

/// A lock that a struct may hold.
private final class Turn: Sendable {
  private let lock = Mutex<Void>(())

  func take<Result>(
    _ body: () throws(EncoderFailure) -> Result
  ) throws(EncoderFailure) -> Result {
    try lock.withLock { _ throws(EncoderFailure) in try body() }
  }
}
