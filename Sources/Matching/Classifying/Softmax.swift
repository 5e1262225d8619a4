import Foundation

enum Softmax {
  /// In place.
  static func apply(_ sums: UnsafeMutableBufferPointer<Float>) {
    let largest = sums.max() ?? 0
    var total: Float = 0
    for index in sums.indices {
      sums[index] = exp(sums[index] - largest)
      total += sums[index]
    }
    for index in sums.indices { sums[index] /= total }
  }
}
