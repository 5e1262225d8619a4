/// Takes features one by one, in the order of the text.
protocol FeatureSink {
  mutating func add(_ hash: FeatureHash)
}
