/// One use of a link at a time: whoever comes meanwhile waits, and then finds it used.
actor LinkTurns {
  private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

  func withTurn<Value: Sendable>(
    _ id: String, _ body: @Sendable () async throws -> Value
  ) async rethrows -> Value {
    await enter(id)
    defer { leave(id) }
    return try await body()
  }

  private func enter(_ id: String) async {
    guard waiting[id] != nil else {
      waiting[id] = []
      return
    }
    await withCheckedContinuation { waiting[id]?.append($0) }
  }

  private func leave(_ id: String) {
    guard var queue = waiting[id], !queue.isEmpty else {
      waiting[id] = nil
      return
    }
    let next = queue.removeFirst()
    waiting[id] = queue
    next.resume()
  }
}
