public import Foundation

/// The only clock. Injected everywhere, so that a recorded week runs in seconds.
public protocol Time: Sendable {
  var now: Date { get }
  /// Throws `CancellationError` when its task is cancelled.
  func sleep(for duration: Duration) async throws
}

/// The machine's clock.
public struct SystemTime: Time {
  public init() {}

  public var now: Date { Date() }

  public func sleep(for duration: Duration) async throws {
    try await Task.sleep(for: duration)
  }

  /// Seconds on a clock that never goes back: for watchdogs and measurements only.
  public static var monotonicSeconds: Double { ProcessInfo.processInfo.systemUptime }
}

extension Duration {
  public var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) / 1e18
  }

  public static func minutes(_ n: Int) -> Duration { .seconds(n * 60) }
  public static func hours(_ n: Int) -> Duration { .seconds(n * 3600) }

  /// `90s`, `15m`, `24h`, `7d`, `250ms`: the one way durations are written in configs.
  public init?(text: String) {
    let units: [(String, Double)] = [
      ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400),
    ]
    guard let digits = text.firstIndex(where: { !$0.isASCII || !($0.isNumber || $0 == ".") }),
      let count = Double(text[..<digits]), count.isFinite,
      let unit = units.first(where: { $0.0 == text[digits...] }), count * unit.1 < 1e10
    else { return nil }
    self = .milliseconds(Int64((count * unit.1 * 1000).rounded()))
  }

  /// The shortest exact form of `init(text:)`.
  public var text: String {
    let milliseconds = Int64((seconds * 1000).rounded())
    for (unit, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)]
      as [(
        String, Int64
      )] where milliseconds != 0 && milliseconds % size == 0
    {
      return "\(milliseconds / size)\(unit)"
    }
    return "\(milliseconds)ms"
  }
}

extension Date {
  public static func + (date: Date, duration: Duration) -> Date {
    date.addingTimeInterval(duration.seconds)
  }
  public static func - (date: Date, duration: Duration) -> Date {
    date.addingTimeInterval(-duration.seconds)
  }
}
