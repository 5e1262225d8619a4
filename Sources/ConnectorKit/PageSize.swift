import Synchronization

/// How many entries to ask for: fewer after a page that was too large or broke off.
public final class PageSize: Sendable {
  /// 80 becomes 1.
  private static let maxHalvings = 7

  private let halvings = Mutex(0)

  public init() {}

  public func limited(_ most: Int) -> Int { max(1, most >> halvings.withLock { $0 }) }
  public func shrink() { halvings.withLock { $0 = min($0 + 1, Self.maxHalvings) } }
  public func grow() { halvings.withLock { $0 = max($0 - 1, 0) } }
}
