/// Exponential backoff with a deterministic jitter, so that a replay repeats it.
struct Backoff: Sendable {
  static let first: Duration = .seconds(1)
  static let longest: Duration = .seconds(300)

  /// The wait after `failures` failures in a row (1 or more): 1 s, 2 s, 4 s, ... up to 5 min,
  /// lengthened by up to a quarter depending on `seed`.
  static func delay(after failures: Int, seed: Int64, first: Duration = Self.first) -> Duration {
    let doubled = first * Double(1 << min(max(failures - 1, 0), 20))
    let base = min(doubled, longest)
    let mixed = UInt64(bitPattern: seed &* 0x9E37_79B9 &+ Int64(failures)) &* 0xBF58_476D_1CE4_E5B9
    return base + base * (Double(mixed >> 40) / Double(1 << 24) / 4)
  }
}
