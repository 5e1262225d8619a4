/// Which messages are nearly the same text: each has the number of its group, that of its first
/// message.
struct NearCopies: Sendable {
  private struct Place: Hashable {
    var band: Int
    var key: UInt32
  }
  private struct Group {
    var number: UInt32
    var members: Int
  }
  private var groups: [Place: Group] = [:]
  private var next: UInt32 = 1

  /// The group of a text that comes in; a new one where it is like no other.
  mutating func add(_ sketch: TextSketch) -> UInt32 {
    let known = sketch.keys.enumerated().lazy.compactMap { [groups] band, key in
      groups[Place(band: band, key: key)]?.number
    }.first
    // Odd, so that it is no word's key.
    if known == nil { next &+= 2 }
    let number = known ?? next
    for (band, key) in sketch.keys.enumerated() {
      groups[Place(band: band, key: key), default: Group(number: number, members: 0)].members += 1
    }
    return number
  }

  mutating func remove(_ sketch: TextSketch) {
    for (band, key) in sketch.keys.enumerated() {
      let place = Place(band: band, key: key)
      guard let group = groups[place] else { continue }
      groups[place] =
        group.members > 1 ? Group(number: group.number, members: group.members - 1) : nil
    }
  }
}
