import Foundation

enum Softmax {
  /// In place.
  static func apply(_ sums: UnsafeMutableBufferPointer<Float>) {
    let largest = sums.max() ?? 0
    // Many are zero where entries are ranked by similarity.
    let zero = exp(-largest)
    var total: Float = 0
    for index in sums.indices {
      sums[index] = sums[index] == 0 ? zero : exp(sums[index] - largest)
      total += sums[index]
    }
    for index in sums.indices { sums[index] /= total }
  }
}
