/// Numbers the features of an index: an open-addressing table from key to number.
struct FeatureLookup: Sendable {
  private var slots: [UInt64]
  private let mask: Int

  /// - Parameter unique: the keys in the order of their numbers, none twice.
  init(unique: [UInt32]) {
    var capacity = 16
    while capacity < unique.count * 2 { capacity *= 2 }
    mask = capacity - 1
    slots = [UInt64](repeating: 0, count: capacity)
    for (number, key) in unique.enumerated() {
      var slot = Self.slot(of: key) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt64(key) << 32 | UInt64(number)
    }
  }

  func number(of key: UInt32) -> UInt32? {
    var slot = Self.slot(of: key) & mask
    while slots[slot] != 0 {
      if UInt32(slots[slot] >> 32) == key { return UInt32(truncatingIfNeeded: slots[slot]) }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private static func slot(of key: UInt32) -> Int { Int(truncatingIfNeeded: key >> 1) }
}
