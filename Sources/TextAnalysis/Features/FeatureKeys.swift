/// The features of one text as 32-bit keys, repeats included. The lowest bit tells characters (1)
/// from words (0); zero is never a key.
struct FeatureKeys: FeatureSink {
  private(set) var keys: [UInt32] = []
  private var kind: UInt32 = 0

  init(of text: NormalizedText) {
    keys.reserveCapacity(text.bytes.count * 3 + text.tokens.count * 2)
    text.bytes.withUnsafeBufferPointer { bytes in
      WordFeatures.emitPlain(text.tokens, bytes, to: &self)
      kind = 1
      CharacterFeatures.emit(text.tokens, bytes, to: &self)
    }
  }

  static func isCharacters(_ key: UInt32) -> Bool { key & 1 == 1 }

  @inline(__always)
  mutating func add(_ hash: FeatureHash) {
    let high = UInt32(truncatingIfNeeded: hash.mixed >> 32) & ~1
    keys.append(high == 0 ? 2 | kind : high | kind)
  }

  var sortedUnique: [UInt32] {
    var unique: [UInt32] = []
    for key in keys.sorted() where key != unique.last { unique.append(key) }
    return unique
  }
}
