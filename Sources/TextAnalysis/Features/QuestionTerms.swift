/// What of a text is compared: its words as stems, their pairs, and runs of characters, as 32-bit
/// keys. The lowest bit of a key tells characters (1) from words (0); zero is never a key.
package struct QuestionTerms: Sendable, Hashable {
  /// The stems in the order of the text, repeats included.
  package let words: [UInt32]
  /// Stems and pairs of neighbours, sorted, each once.
  package let wordKeys: [UInt32]
  /// Runs of three to five characters, sorted, each once.
  package let characterKeys: [UInt32]

  /// - Parameter rewrite: may put other words in the place of those read, such as for a synonym.
  ///   It is given each word's stem and the word itself, a range of the text's bytes.
  package init(
    of text: NormalizedText, _ stemmer: borrowing Stemmer,
    rewrite: ([(stem: UInt32, word: Range<Int>)]) -> [UInt32] = { $0.map(\.stem) }
  ) {
    var read: [(stem: UInt32, word: Range<Int>)] = []
    read.reserveCapacity(text.tokens.count)
    var characters: [UInt32] = []
    text.bytes.withUnsafeBufferPointer { bytes in
      for token in text.tokens where token.kind == .word {
        let stem = stemmer.stem(UnsafeBufferPointer(rebasing: bytes[token.range])) {
          FeatureHash.word.adding($0).key(isCharacters: false)
        }
        read.append((stem, token.range))
      }
      characters = CharacterKeys(of: text.tokens, bytes).keys
    }
    words = rewrite(read)
    wordKeys = Self.sortedUnique(words + zip(words, words.dropFirst()).map(Self.pair))
    characterKeys = Self.sortedUnique(characters)
  }

  package static func isCharacters(_ key: UInt32) -> Bool { key & 1 == 1 }

  /// The key of one word as it stands, which is not its stem's.
  package static func key(ofWord word: some Sequence<UInt8>) -> UInt32 {
    var hash = FeatureHash.word
    for byte in word { hash.add(byte) }
    return hash.key(isCharacters: false)
  }

  private static func pair(_ first: UInt32, _ second: UInt32) -> UInt32 {
    var hash = FeatureHash.pair
    let both = UInt64(first) << 32 | UInt64(second)
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      hash.add(UInt8(truncatingIfNeeded: both >> shift))
    }
    return hash.key(isCharacters: false)
  }

  private static func sortedUnique(_ keys: [UInt32]) -> [UInt32] {
    var unique: [UInt32] = []
    unique.reserveCapacity(keys.count)
    for key in sorted(keys) where key != unique.last { unique.append(key) }
    return unique
  }

  /// By radix, byte by byte: keys are spread evenly, and comparing them takes most of the time that
  /// a message costs.
  static func sorted(_ keys: [UInt32]) -> [UInt32] {
    guard keys.count > 64 else { return keys.sorted() }
    var (from, to) = (keys, keys)
    var places = [Int](repeating: 0, count: 256)
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      places.withUnsafeMutableBufferPointer { places in
        places.update(repeating: 0)
        for key in from { places[Int(key >> shift & 0xFF)] += 1 }
        var sum = 0
        for digit in 0..<256 { (places[digit], sum) = (sum, sum + places[digit]) }
        to.withUnsafeMutableBufferPointer { to in
          for key in from {
            let digit = Int(key >> shift & 0xFF)
            to[places[digit]] = key
            places[digit] += 1
          }
        }
      }
      swap(&from, &to)
    }
    return from
  }
}

/// Collects the runs of characters.
private struct CharacterKeys: FeatureSink {
  private(set) var keys: [UInt32] = []

  init(of tokens: [TextToken], _ bytes: UnsafeBufferPointer<UInt8>) {
    keys.reserveCapacity(bytes.count * 3)
    CharacterFeatures.emit(tokens, bytes, to: &self)
  }

  @inline(__always)
  mutating func add(_ hash: FeatureHash) { keys.append(hash.key(isCharacters: true)) }
}

extension FeatureHash {
  fileprivate func adding(_ bytes: UnsafeBufferPointer<UInt8>) -> FeatureHash {
    var hash = self
    for byte in bytes { hash.add(byte) }
    return hash
  }

  /// From the well mixed top bits; never zero.
  @inline(__always)
  fileprivate func key(isCharacters: Bool) -> UInt32 {
    let high = UInt32(truncatingIfNeeded: mixed >> 32) & ~1
    return (high == 0 ? 2 : high) | (isCharacters ? 1 : 0)
  }
}
