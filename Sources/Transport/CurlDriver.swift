internal import CCurl

/// What the loop's thread does: take commands, start transfers, let libcurl work, settle what
/// ended. Lives on that thread only.
final class CurlDriver {
  /// Longest sleep; libcurl's own timers and `wake()` shorten it.
  private static let maxSleepMilliseconds: Int32 = 60_000

  private let multi: CurlMulti
  private let mailbox: CurlMailbox
  private let maxInFlight: Int
  private var active: [CurlCall.ID: EasyHandle] = [:]
  private var waiting = WaitingCalls()
  /// Never more than `maxInFlight`.
  private var idleHandles: [EasyHandle] = []

  init(_ multi: CurlMulti, _ mailbox: CurlMailbox, maxInFlight: Int) {
    self.multi = multi
    self.mailbox = mailbox
    self.maxInFlight = maxInFlight
  }

  /// Returns after a stop, or when libcurl fails as a whole; every call has its ending by then.
  func run() {
    var ending: TransferEnding?
    while ending == nil {
      let delivery = mailbox.take()
      for call in delivery.calls { waiting.append((call.id, call.make())) }
      delivery.cancellations.forEach(cancel)
      ending = delivery.isStopping ? .shutdown : turn()
    }
    close(ending ?? .shutdown)
  }

  private func turn() -> TransferEnding? {
    startWaiting()
    var running: Int32 = 0
    let performed = curl_multi_perform(multi.pointer, &running)
    guard performed == CURLM_OK else { return failure("perform", performed) }
    settleEnded()
    // Places may be free again. A handle just added makes the poll return at once.
    startWaiting()
    let polled = curl_multi_poll(multi.pointer, nil, 0, Self.maxSleepMilliseconds, nil)
    guard polled == CURLM_OK else { return failure("poll", polled) }
    return nil
  }

  private func startWaiting() {
    while active.count < maxInFlight, let (id, transfer) = waiting.popFirst() {
      guard let handle = idleHandles.popLast() ?? EasyHandle() else {
        end(transfer, .engineFailed("libcurl has no memory for another handle"))
        continue
      }
      handle.begin(id, transfer)
      if let option = handle.refusal {
        settle(handle, .engineFailed("libcurl refused option \(option.rawValue)"))
        continue
      }
      let added = curl_multi_add_handle(multi.pointer, handle.pointer)
      guard added == CURLM_OK else {
        settle(handle, .engineFailed("libcurl refused the transfer (\(added.rawValue))"))
        continue
      }
      active[id] = handle
    }
  }

  private func settleEnded() {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi.pointer, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
        let handle = EasyHandle.of(easy)
      else { continue }
      let code = message.pointee.data.result
      leave(handle)
      settle(handle, .completed(code))
    }
  }

  private func cancel(_ id: CurlCall.ID) {
    if let handle = active[id] {
      handle.sever()
      leave(handle)
      settle(handle, .cancelled)
    } else if let entry = waiting.remove(id) {
      end(entry.transfer, .cancelled)
    }
  }

  private func leave(_ handle: EasyHandle) {
    active[handle.call] = nil
    curl_multi_remove_handle(multi.pointer, handle.pointer)
  }

  private func settle(_ handle: EasyHandle, _ ending: TransferEnding) {
    mailbox.settle()
    handle.end(ending)
    if idleHandles.count < maxInFlight { idleHandles.append(handle) }
  }

  private func end(_ transfer: any CurlTransfer, _ ending: TransferEnding) {
    mailbox.settle()
    transfer.finish(ending, nil)
  }

  private func close(_ ending: TransferEnding) {
    for handle in Array(active.values) {
      handle.sever()
      leave(handle)
      settle(handle, ending)
    }
    while let (_, transfer) = waiting.popFirst() { end(transfer, ending) }
    let (late, waiters) = mailbox.end()
    for call in late { end(call.make(), ending) }
    idleHandles = []
    multi.cleanUp()
    waiters.forEach { $0.resume() }
  }

  private func failure(_ step: String, _ code: CURLMcode) -> TransferEnding {
    .engineFailed("libcurl's multi \(step) failed (\(code.rawValue))")
  }
}
