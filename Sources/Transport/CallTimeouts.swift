/// How long one call may take. Every value is at least a millisecond, `stall` at least a second.
public struct CallTimeouts: Sendable, Equatable {
  /// Resolving, connecting and the TLS handshake together.
  public var connect: Duration
  /// The whole call, from the moment it leaves the client's own queue.
  public var total: Duration
  /// No byte moved in either direction, also while the server thinks: raise it for long polling.
  public var stall: Duration

  public init(
    connect: Duration = .seconds(10), total: Duration = .seconds(60),
    stall: Duration = .seconds(30)
  ) {
    self.connect = connect
    self.total = total
    self.stall = stall
  }
}

public typealias HTTPTimeouts = CallTimeouts

extension CallTimeouts {
  /// libcurl reads 0 as "no timeout", and counts in 32 bits on some systems: stay within.
  static func milliseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    guard seconds < 2_000_000 else { return 2_000_000_000 }
    return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
  }

  /// Whole seconds, rounded up.
  static func seconds(_ duration: Duration) -> Int {
    max(1, (milliseconds(duration) + 999) / 1000)
  }
}
