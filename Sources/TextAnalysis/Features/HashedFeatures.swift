import Synchronization

/// The set of features of one text, as bucket numbers: words, word pairs, words in a negation's
/// scope, and runs of three to five characters within a word. A reusable buffer: `update` allocates
/// nothing once the buffer has grown, and one value may serve any number of models of the same
/// `bits`.
public struct HashedFeatures: Sendable {
  /// Changes whenever the same text yields other buckets; models trained before are then refused.
  public static let recipe: UInt32 = 2
  /// The bucket counts that are allowed, as powers of two.
  public static let bitsRange = 8...22

  public let bits: Int
  /// Each bucket at most once: first `wordCount` buckets of words, then those of characters.
  private(set) var buckets: [UInt32]
  private(set) var count = 0
  package private(set) var wordCount = 0
  private var seen: [UInt64]

  /// - Parameter bits: the bucket count is 2^bits; clamped to `bitsRange`.
  public init(bits: Int) {
    self.bits = min(max(bits, Self.bitsRange.lowerBound), Self.bitsRange.upperBound)
    buckets = []
    seen = []
  }

  /// The features of one text, for good: what only `update` needs goes back to be used again.
  public init(of text: NormalizedText, bits: Int) {
    self.init(bits: bits)
    seen = Self.spare.withLock { $0.popLast() } ?? []
    update(with: text)
    let used = seen
    seen = []
    Self.spare.withLock { if $0.count < Self.mostSpare { $0.append(used) } }
  }

  /// Cleared bit sets: 16 kB that would be zeroed for each message.
  private static let spare = Mutex<[[UInt64]]>([])
  private static let mostSpare = 16

  /// Replaces the features by those of `text`.
  public mutating func update(with text: NormalizedText) {
    let most = text.tokens.count * 2 + text.bytes.count * 3 + 1
    if buckets.count < most { buckets = [UInt32](repeating: 0, count: most) }
    let size = 1 << bits / 64
    if seen.count != size { seen = [UInt64](repeating: 0, count: size) }
    let shift = UInt64(64 - bits)
    (wordCount, count) = buckets.withUnsafeMutableBufferPointer { buckets in
      seen.withUnsafeMutableBufferPointer { seen in
        text.bytes.withUnsafeBufferPointer { bytes in
          var sink = BucketSink(buckets: buckets, seen: seen, shift: shift)
          WordFeatures.emit(text.tokens, bytes, shouted: text.shoutedWords > 0, to: &sink)
          let words = sink.count
          CharacterFeatures.emit(text.tokens, bytes, to: &sink)
          sink.clearSeen()
          return (words, sink.count)
        }
      }
    }
  }

  package var current: ArraySlice<UInt32> { buckets[..<count] }
}
