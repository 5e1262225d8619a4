enum RadixSort {
  /// Below this, comparing is faster.
  private static let small = 20_000

  /// Sorts by the high 32 bits; those that are equal there keep their order, which must be rising.
  static func byHighHalf(_ values: inout [UInt64]) {
    guard values.count > small else { return values.sort() }
    var other = [UInt64](repeating: 0, count: values.count)
    for shift in [UInt64(32), 48] {
      var places = [Int](repeating: 0, count: 1 << 16)
      for value in values { places[Int(value >> shift & 0xFFFF)] += 1 }
      var sum = 0
      for digit in places.indices { (places[digit], sum) = (sum, sum + places[digit]) }
      for value in values {
        let digit = Int(value >> shift & 0xFFFF)
        other[places[digit]] = value
        places[digit] += 1
      }
      swap(&values, &other)
    }
  }
}
