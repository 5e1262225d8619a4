import Foundation

/// Long work beside the tests' own threads, of which there are few: servers of other tests would
/// have to wait for one.
enum OwnThread {
  static func run<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread { continuation.resume(with: Result { try work() }) }
      thread.stackSize = 8 << 20
      thread.start()
    }
  }
}
