/// Words, pairs of neighbours, and words marked as negated.
enum WordFeatures {
  @inline(__always)
  static func emit(
    _ tokens: [TextToken], _ bytes: UnsafeBufferPointer<UInt8>, shouted: Bool,
    to sink: inout some FeatureSink
  ) {
    var negatedWords = 0
    var previous: FeatureHash?
    for (index, token) in tokens.enumerated() {
      sink.begin(index)
      let isNegated = negatedWords > 0 && token.kind == .word
      var word = isNegated ? FeatureHash.negated : FeatureHash.word
      for position in token.range { word.add(bytes[position]) }
      sink.add(word)
      pair(after: previous, token, bytes, to: &sink)
      previous = begin(token, bytes)
      if isNegated { negatedWords -= 1 }
      if token.kind == .word, Negation.begins(token.range, of: bytes) {
        negatedWords = Negation.scope
      }
      if token.endsClause { negatedWords = 0 }
    }
    if shouted { sink.add(.trait) }
  }

  /// The words alone and in pairs, without marks for negation or shouting.
  @inline(__always)
  static func emitPlain(
    _ tokens: [TextToken], _ bytes: UnsafeBufferPointer<UInt8>, to sink: inout some FeatureSink
  ) {
    var previous: FeatureHash?
    for token in tokens {
      var word = FeatureHash.word
      for position in token.range { word.add(bytes[position]) }
      sink.add(word)
      pair(after: previous, token, bytes, to: &sink)
      previous = begin(token, bytes)
    }
  }

  @inline(__always)
  private static func pair(
    after previous: FeatureHash?, _ token: TextToken, _ bytes: UnsafeBufferPointer<UInt8>,
    to sink: inout some FeatureSink
  ) {
    guard var pair = previous else { return }
    for position in token.range { pair.add(bytes[position]) }
    sink.add(pair)
  }

  @inline(__always)
  private static func begin(
    _ token: TextToken, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> FeatureHash {
    var pair = FeatureHash.pair
    for position in token.range { pair.add(bytes[position]) }
    pair.add(0x20)
    return pair
  }
}
