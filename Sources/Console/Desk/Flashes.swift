import Synchronization

/// What a page says once of what was just done: kept for the session until the next page.
final class Flashes: Sendable {
  struct Flash: Sendable, Hashable {
    var sentence: String
    var isError = false
  }

  /// Sessions at once.
  private static let limit = 2000
  private let waiting = Mutex<[Int64: Flash]>([:])

  func put(_ flash: Flash, for session: Int64) {
    waiting.withLock { waiting in
      if waiting.count >= Self.limit { waiting.removeAll() }
      waiting[session] = flash
    }
  }

  func take(for session: Int64) -> Flash? {
    waiting.withLock { $0.removeValue(forKey: session) }
  }
}
