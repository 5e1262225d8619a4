/// A window's count and what was usual for it.
struct WindowSums: Sendable, Equatable, Codable {
  var count = 0.0
  /// Usual count.
  var expected = 0.0
  /// Count that the excess is measured against.
  var reference = 0.0

  mutating func add(_ other: WindowSums) {
    count += other.count
    expected += other.expected
    reference += other.reference
  }

  mutating func fade(_ keep: Double) {
    count *= keep
    expected *= keep
    reference *= keep
  }
}

/// As three numbers: a state holds many.
extension WindowSums {
  init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    count = try values.decode(Double.self)
    expected = try values.decode(Double.self)
    reference = try values.decode(Double.self)
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.unkeyedContainer()
    try values.encode(count)
    try values.encode(expected)
    try values.encode(reference)
  }
}
