import Foundation
import Synchronization

/// A connection that libcurl has opened, secured and logged in, as a stream of bytes. One call at a
/// time. Dropping the last reference closes it; so does cancelling a task that waits for it.
final class RawConnection: Sendable {
  typealias ID = UInt64

  private static let nextID = Atomic<ID>(0)

  private let id: ID
  private let subject: String
  private let timeouts: CallTimeouts

  private init(_ id: ID, _ configuration: IMAPClient.Configuration) {
    self.id = id
    subject = configuration.subject
    timeouts = configuration.timeouts
  }

  deinit {
    let id = id
    ConnectionLoop.shared.run { $0.close(id) }
  }

  static func open(
    _ configuration: IMAPClient.Configuration, _ login: MailLogin
  ) async throws(TransportFailure) -> RawConnection {
    let id = nextID.wrappingAdd(1, ordering: .relaxed).newValue
    let connection = RawConnection(id, configuration)
    _ = try await connection.perform { driver, waiter in
      guard let work = ConnectionWork(ConnectionSetup(configuration, login)) else {
        let failure = TransportFailure.Kind.engine.refusal(configuration.subject)
        return waiter.resume(returning: .failure(failure))
      }
      driver.open(id, work, waiter, within: configuration.timeouts.total)
    }
    return connection
  }

  /// At least one byte.
  func read() async throws(TransportFailure) -> [UInt8] {
    try await begin(.reading)
  }

  func write(_ bytes: [UInt8]) async throws(TransportFailure) {
    _ = try await begin(.writing(bytes, sent: 0))
  }

  private func begin(_ step: ConnectionWork.Step) async throws(TransportFailure) -> [UInt8] {
    let (id, limit) = (id, timeouts.stall)
    return try await perform { $0.begin(id, step, $1, within: limit) }
  }

  private func perform(
    _ start: @escaping @Sendable (ConnectionDriver, ConnectionWork.Waiter) -> Void
  ) async throws(TransportFailure) -> [UInt8] {
    let id = id
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        ConnectionLoop.shared.run { start($0, waiter) }
        // The handler below may have run before there was anything to end.
        if Task.isCancelled { ConnectionLoop.shared.run { $0.close(id) } }
      }
    } onCancel: {
      ConnectionLoop.shared.run { $0.close(id) }
    }
    // A cancelled task may find its connection closed already.
    if case .failure = outcome, Task.isCancelled {
      throw TransportFailure.Kind.cancelled.refusal(subject)
    }
    return try outcome.get()
  }
}
