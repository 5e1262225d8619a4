/// The last buckets, a fixed number of them; missing ones count for nothing.
struct RecentBuckets: Sendable, Equatable, Codable {
  private var ring: [WindowSums]
  private var next = 0

  init(capacity: Int) {
    ring = Array(repeating: WindowSums(), count: max(capacity, 1))
  }

  mutating func append(_ bucket: WindowSums) {
    ring[next] = bucket
    next = next + 1 == ring.count ? 0 : next + 1
  }

  mutating func skip(_ missing: Int) {
    for _ in 0..<min(missing, ring.count) { append(WindowSums()) }
  }

  /// Sums of the last `length` buckets.
  func sums(_ length: Int) -> WindowSums {
    var sums = WindowSums()
    var index = next
    for _ in 0..<min(length, ring.count) {
      index = index == 0 ? ring.count - 1 : index - 1
      sums.add(ring[index])
    }
    return sums
  }
}
