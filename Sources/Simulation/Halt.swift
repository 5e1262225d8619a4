import Synchronization

/// Ends a simulated process in the middle of whatever it does, as a power cut would.
public final class Halt: Sendable {
  private let tripped = Atomic(false)

  public init() {}

  public var isTripped: Bool { tripped.load(ordering: .sequentiallyConsistent) }

  /// The drive loop runs no further job of the process and lets no time pass for it.
  public func trip() { tripped.store(true, ordering: .sequentiallyConsistent) }
}
