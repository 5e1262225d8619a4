import TextAnalysis

/// From trained weights to one signed byte each.
enum Quantizing {
  /// Of the weights that are not zero, this share fits the scale; the few beyond are clipped.
  static let usualShare = 0.9995

  /// - Parameter weights: bucket after bucket, then one bias a column.
  static func model(
    _ weights: [Float], heads: [LinearModel.Head], bits: Int, share: Double = usualShare
  ) -> LinearModel {
    let columns = heads.reduce(0) { $0 + $1.classes.count }
    let count = weights.count - columns
    let scales = (0..<columns).map { column in
      let sizes = stride(from: column, to: count, by: columns)
        .map { abs(weights[$0]) }.filter { $0 > 0 }.sorted()
      guard let last = sizes.last else { return Float(1) }
      let reach = sizes[min(sizes.count - 1, Int(Double(sizes.count) * share))]
      return (reach > 0 ? reach : last) / 127
    }
    let bytes = (0..<count).map { index in
      Int8(min(max((weights[index] / scales[index % columns]).rounded(), -127), 127))
    }
    return LinearModel(
      heads: heads, bits: bits, biases: Array(weights[count...]), scales: scales, weights: bytes)
  }
}
