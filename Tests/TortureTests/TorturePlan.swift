import Engine
import Foundation
import Testing

/// How often the daemon is killed, and where.
struct TorturePlan: Sendable, CustomTestStringConvertible {
  /// One start and its end.
  enum Kill: Sendable, Hashable {
    /// It ends itself when it passes the point for the `count`th time.
    case at(Failpoint, count: Int)
    /// From outside, so long after its start.
    case after(Duration)
  }

  var kills: Int
  var seed: UInt64
  /// Off imitates servers without idempotency keys: all hangs on reading back.
  var hasIdempotencyKeys = true

  var testDescription: String {
    "\(kills) kills, seed \(seed)\(hasIdempotencyKeys ? "" : ", no idempotency keys")"
  }

  /// Enough for each failpoint to be struck more than once.
  var strikesAll: Bool { kills >= 100 }

  /// `REPLYD_TORTURE=full` asks for 2,000, `REPLYD_TORTURE_SEED` for other moments.
  static var chosen: [TorturePlan] {
    let environment = ProcessInfo.processInfo.environment
    let isFull = environment["REPLYD_TORTURE"] == "full"
    let seed = environment["REPLYD_TORTURE_SEED"].flatMap { UInt64($0) } ?? 1
    return [
      TorturePlan(kills: isFull ? 2000 : 100, seed: seed),
      TorturePlan(kills: isFull ? 200 : 30, seed: seed + 1, hasIdempotencyKeys: false),
    ]
  }

  /// Two of three at failpoints, each of them in its turn; the others at any moment.
  var schedule: [Kill] {
    var numbers = SplitMix(state: seed)
    let points = Failpoint.allCases
    var next = 0
    return (0..<kills).map { index in
      if index % 3 == 2 { return .after(.milliseconds(Int.random(in: 5...900, using: &numbers))) }
      defer { next += 1 }
      let point = points[next % points.count]
      // Each of them at its first pass once.
      let deepest = next < points.count ? 1 : Self.deepest(point)
      return .at(point, count: Int.random(in: 1...deepest, using: &numbers))
    }
  }

  /// How often a start that lives a second passes the point, roughly.
  private static func deepest(_ point: Failpoint) -> Int {
    switch point {
    case .beforeRecover, .afterRecover, .beforeFire, .afterFire: 1
    case .beforeReconcile, .afterReconcile, .afterNotificationSettle, .beforeStep, .afterStep: 2
    case .afterPoll, .afterIntake, .afterClaim, .beforeDecide, .afterDecide, .afterBegin: 2
    case .beforePost, .afterPost, .afterSettle, .beforeNotify, .afterNotify: 4
    case .beforeCommit, .afterCommit: 24
    }
  }
}

/// Repeats with its seed (Steele, Lea, Flood: "SplitMix64", 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
