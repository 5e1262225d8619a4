/// Takes features one by one, in the order of the text.
protocol FeatureSink {
  mutating func add(_ hash: FeatureHash)
  /// The features until the next call come from this token.
  mutating func begin(_ token: Int)
}

extension FeatureSink {
  @inline(__always)
  mutating func begin(_ token: Int) {}
}
