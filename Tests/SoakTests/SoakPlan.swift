import Foundation
import Testing

/// How much of the main job is run.
struct SoakPlan: Sendable, CustomTestStringConvertible {
  var name: String
  /// Posts beside all conversations; nil takes all.
  var posts: Int?
  var kills: Int
  var perSecond: Int
  /// Longest time between two kills.
  var killEvery: Duration
  /// Off imitates servers without idempotency keys: all hangs on reading back.
  var hasIdempotencyKeys = true
  var seed: UInt64 = 1
  var patience: Duration

  var testDescription: String { name }

  static let full = SoakPlan(
    name: "everything, 20 kills", posts: nil, kills: 20, perSecond: 100, killEvery: .seconds(12),
    patience: .seconds(1800))

  static func sample(keys: Bool) -> SoakPlan {
    SoakPlan(
      name: keys ? "a sample, 5 kills" : "a sample, 5 kills, a server without idempotency keys",
      posts: keys ? 900 : 300, kills: 5, perSecond: 100, killEvery: .seconds(4),
      hasIdempotencyKeys: keys, seed: keys ? 2 : 3, patience: .seconds(600))
  }

  /// `REPLYD_SOAK=full` asks for everything.
  static var chosen: [SoakPlan] {
    let isFull = ProcessInfo.processInfo.environment["REPLYD_SOAK"] == "full"
    return [isFull ? full : sample(keys: true), sample(keys: false)]
  }
}

/// Repeats with its seed (Steele, Lea, Flood: "SplitMix64", 2014).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
