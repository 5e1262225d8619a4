/// Where in 0..<1 some bytes fall: the same everywhere and in every run.
package enum StablePlace {
  package static func of(_ bytes: [UInt8], seed: UInt64, salt: UInt64) -> Double {
    var hash = FeatureHash.trait
    for number in [seed, salt] {
      for shift in stride(from: 0, to: 64, by: 8) {
        hash.add(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
      }
    }
    for byte in bytes { hash.add(byte) }
    return Double(hash.mixed >> 11) / Double(1 << 53 as UInt64)
  }
}
