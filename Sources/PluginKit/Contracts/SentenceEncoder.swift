/// Turns texts into vectors whose angle tells how alike they are in meaning.
///
/// Where a stage needs one it takes `PluginEnvironment.encoder`, and does without where there is
/// none.
public protocol SentenceEncoder: Sendable {
  /// Changes whenever the vectors would.
  var identity: String { get }

  /// Whether its vectors mean something for texts in this language.
  ///
  /// - Parameter language: BCP 47, its primary part alone.
  func reads(_ language: String) -> Bool

  /// One vector a text, in their order. Blocks the thread, some milliseconds a text.
  ///
  /// - Parameter isKept: for texts of a config, which come again at each start: what is known is
  ///   not computed again. Never for customers' texts.
  func vectors(of texts: [String], isKept: Bool) throws -> [SentenceVector]

  /// Waits without blocking the thread, and keeps nothing.
  func vector(of text: String) async throws -> SentenceVector
}

/// A text's meaning: a direction, as a vector of length one. Or, for an empty text, nothing: zeros.
public struct SentenceVector: Sendable, Hashable {
  public let values: [Float]

  /// - Parameter values: of length one.
  public init(_ values: [Float]) { self.values = values }

  /// Cosine of the angle: 1 for the same meaning, about 0 for unrelated texts. Both come from the
  /// same encoder.
  public func cosine(_ other: SentenceVector) -> Float {
    precondition(values.count == other.values.count, "vectors of two encoders")
    return values.withUnsafeBufferPointer { left in
      other.values.withUnsafeBufferPointer { Self.product(left, $0) }
    }
  }

  /// The dot product of two vectors as long as the first.
  @inlinable
  public static func product(
    _ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>
  ) -> Float {
    precondition(left.count <= right.count, "vectors of two encoders")
    guard let first = UnsafeRawPointer(left.baseAddress),
      let second = UnsafeRawPointer(right.baseAddress)
    else { return 0 }
    var sums = (SIMD8<Float>.zero, SIMD8<Float>.zero)
    let whole = left.count & ~15
    for start in stride(from: 0, to: whole * 4, by: 64) {
      sums.0 +=
        first.loadUnaligned(fromByteOffset: start, as: SIMD8<Float>.self)
        * second.loadUnaligned(fromByteOffset: start, as: SIMD8<Float>.self)
      sums.1 +=
        first.loadUnaligned(fromByteOffset: start + 32, as: SIMD8<Float>.self)
        * second.loadUnaligned(fromByteOffset: start + 32, as: SIMD8<Float>.self)
    }
    var sum = (sums.0 + sums.1).sum()
    for index in whole..<left.count { sum += left[index] * right[index] }
    return sum
  }
}
