/// Where features go while a text is read: each bucket once, found in a bit set.
struct BucketSink: FeatureSink {
  let buckets: UnsafeMutableBufferPointer<UInt32>
  let seen: UnsafeMutableBufferPointer<UInt64>
  let shift: UInt64
  private(set) var count = 0

  init(
    buckets: UnsafeMutableBufferPointer<UInt32>, seen: UnsafeMutableBufferPointer<UInt64>,
    shift: UInt64
  ) {
    self.buckets = buckets
    self.seen = seen
    self.shift = shift
  }

  @inline(__always)
  mutating func add(_ hash: FeatureHash) {
    let bucket = Int(truncatingIfNeeded: hash.mixed >> shift)
    let mask: UInt64 = 1 << UInt64(bucket & 63)
    guard seen[bucket >> 6] & mask == 0 else { return }
    seen[bucket >> 6] |= mask
    buckets[count] = UInt32(truncatingIfNeeded: bucket)
    count += 1
  }

  func clearSeen() {
    for index in 0..<count { seen[Int(buckets[index] >> 6)] = 0 }
  }
}
