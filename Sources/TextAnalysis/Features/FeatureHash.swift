/// The hash behind every feature: 64-bit FNV-1a with a multiplicative finish. It is the same on
/// every platform and in every run, unlike Swift's Hasher, because trained weights depend on it.
/// Source: Fowler, Noll, Vo; https://www.rfc-editor.org/rfc/rfc9923.
struct FeatureHash {
  static let word = FeatureHash(seed: 0xCBF2_9CE4_8422_2325)
  static let negated = FeatureHash(seed: 0x9AE1_6A3B_2F90_404F)
  static let pair = FeatureHash(seed: 0xC3A5_C85C_97CB_3127)
  static let characters = FeatureHash(seed: 0xB492_B66F_BE98_F273)
  static let trait = FeatureHash(seed: 0xD6E8_FEB8_6659_FD93)

  private(set) var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  @inline(__always)
  mutating func add(_ byte: UInt8) {
    state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }

  /// The state with its high bits well mixed; take buckets and keys from the top.
  @inline(__always)
  var mixed: UInt64 {
    (state ^ state >> 29) &* 0x9E37_79B9_7F4A_7C15
  }
}
