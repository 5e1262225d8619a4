/// Numbers the features of an index: an open-addressing table from key to number.
struct FeatureLookup: Sendable {
  private var keys: [UInt32]
  private var numbers: [UInt32]
  private let mask: Int
  private let count: Int

  /// - Parameter unique: the keys in the order of their numbers, none twice.
  init(unique: [UInt32]) {
    count = unique.count
    var capacity = 16
    while capacity < unique.count * 2 { capacity *= 2 }
    mask = capacity - 1
    keys = [UInt32](repeating: 0, count: capacity)
    numbers = [UInt32](repeating: 0, count: capacity)
    for (number, key) in unique.enumerated() {
      var slot = Self.slot(of: key) & mask
      while keys[slot] != 0 { slot = (slot + 1) & mask }
      keys[slot] = key
      numbers[slot] = UInt32(number)
    }
  }

  /// The numbers of the features that the table knows, each once, in the order of the text.
  func known(_ features: FeatureKeys) -> [Int] {
    var found: [Int] = []
    found.reserveCapacity(features.keys.count)
    var seen = [UInt64](repeating: 0, count: count / 64 + 1)
    for key in features.keys {
      guard let number = number(of: key) else { continue }
      let bit: UInt64 = 1 << UInt64(number & 63)
      if seen[number >> 6] & bit != 0 { continue }
      seen[number >> 6] |= bit
      found.append(number)
    }
    return found
  }

  private func number(of key: UInt32) -> Int? {
    var slot = Self.slot(of: key) & mask
    while keys[slot] != 0 {
      if keys[slot] == key { return Int(numbers[slot]) }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private static func slot(of key: UInt32) -> Int {
    Int(truncatingIfNeeded: key >> 1)
  }
}
