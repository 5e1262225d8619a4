import Foundation
import Synchronization

/// libcurl's multi interface on one thread of its own; knows no protocol. Dropping it stops it.
final class CurlLoop: Sendable {
  private let mailbox: CurlMailbox
  private let nextID = Atomic<CurlCall.ID>(0)

  convenience init(_ limits: CurlLimits) {
    let multi = CurlMulti(limits)
    self.init(multi, CurlMailbox(multi, maxOpenCalls: limits.inFlight + limits.waiting), limits)
  }

  init(_ multi: CurlMulti?, _ mailbox: CurlMailbox, _ limits: CurlLimits) {
    self.mailbox = mailbox
    guard let multi else { return }
    let thread = Thread { CurlDriver(multi, mailbox, maxInFlight: limits.inFlight).run() }
    thread.name = "transport"
    thread.start()
  }

  deinit { mailbox.stop() }

  /// Runs one transfer. `make` gets the continuation on the loop's thread and must see to it that
  /// `finish` resumes it. Cancelling the task ends the transfer wherever it is.
  func run<Value: Sendable>(
    refused: @Sendable (CurlMailbox.Refusal) -> Value,
    make: @escaping @Sendable (CheckedContinuation<Value, Never>) -> any CurlTransfer
  ) async -> Value {
    let id = nextID.wrappingAdd(1, ordering: .relaxed).newValue
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if let refusal = mailbox.submit(CurlCall(id: id) { make(continuation) }) {
          continuation.resume(returning: refused(refusal))
        } else if Task.isCancelled {
          // The handler below may have run before the call was in the mailbox, where its command
          // finds nothing. Saying it again is harmless and needs no list of tombstones.
          mailbox.cancel(id)
        }
      }
    } onCancel: {
      mailbox.cancel(id)
    }
  }

  func stop() { mailbox.stop() }

  func ended() async { await mailbox.ended() }
}
