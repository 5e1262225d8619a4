import Synchronization

/// What an operator should hear of beside the pages; each batch takes along what gathered.
public final class Warnings: Sendable {
  /// Keys remembered; beyond it old ones may be told of again.
  private static let maxKeys = 1000

  private struct State {
    var waiting: [String] = []
    var told: Set<String> = []
  }
  private let state = Mutex(State())

  public init() {}

  /// - Parameter key: the same key is told of once until the process ends; nil: each time.
  public func add(_ sentence: String, once key: String? = nil) {
    state.withLock { state in
      if let key {
        if state.told.count >= Self.maxKeys { state.told.removeAll() }
        guard state.told.insert(key).inserted else { return }
      }
      state.waiting.append(sentence)
    }
  }

  public func take() -> [String] {
    state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
  }
}
