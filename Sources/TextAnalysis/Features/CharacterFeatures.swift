/// Runs of three to five characters within a word and the spaces around it.
enum CharacterFeatures {
  @inline(__always)
  static func emit(
    _ tokens: [TextToken], _ bytes: UnsafeBufferPointer<UInt8>, to sink: inout some FeatureSink
  ) {
    for (index, token) in tokens.enumerated() where token.kind == .word {
      sink.begin(index)
      let (first, last) = (token.range.lowerBound - 1, token.range.upperBound)
      for start in first..<last where bytes[start] & 0xC0 != 0x80 {
        emit(from: start, through: last, bytes, to: &sink)
      }
    }
  }

  /// The runs that begin at `start` and reach no further than the byte at `last`.
  @inline(__always)
  private static func emit(
    from start: Int, through last: Int, _ bytes: UnsafeBufferPointer<UInt8>,
    to sink: inout some FeatureSink
  ) {
    var hash = FeatureHash.characters
    var characters = 0
    var position = start
    while position <= last {
      hash.add(bytes[position])
      position += 1
      if position <= last, bytes[position] & 0xC0 == 0x80 { continue }
      characters += 1
      if characters >= 3 { sink.add(hash) }
      if characters == 5 { return }
    }
  }
}
