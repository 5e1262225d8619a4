internal import CCurl
import Foundation

/// One connection on the loop's thread, and the one thing it is asked to do at a time.
///
/// Each has a multi handle of its own, in which the easy handle stays as long as the connection
/// lives: libcurl 7.88 closes a connection that was opened with CONNECT_ONLY when its handle
/// leaves, and also when another transfer begins in the same multi handle while bytes wait.
final class ConnectionWork {
  typealias Outcome = Result<[UInt8], TransportFailure>
  typealias Waiter = CheckedContinuation<Outcome, Never>

  enum Step {
    case opening, reading
    case writing([UInt8], sent: Int)
  }

  /// Of one read, in bytes.
  private static let readSize = 16_384

  private let handle: EasyHandle
  private let multi: CurlMulti
  private let setup: ConnectionSetup
  private var step: Step?
  private var waiter: Waiter?
  /// In the driver's ticks.
  private(set) var deadline = 0
  /// -1 until the connection is open.
  private(set) var descriptor: Int32 = -1

  init?(_ setup: ConnectionSetup) {
    guard let handle = EasyHandle(),
      let multi = CurlMulti(CurlLimits(inFlight: 1, waiting: 0, connectionsPerHost: 1))
    else { return nil }
    self.handle = handle
    self.multi = multi
    self.setup = setup
    handle.begin(0, setup)
    if handle.refusal == nil { curl_multi_add_handle(multi.pointer, handle.pointer) }
  }

  var isWaiting: Bool { waiter != nil }

  var events: Int16 {
    // A TLS layer may have to read before it can write.
    if case .writing = step { Int16(POLLIN | POLLOUT) } else { Int16(POLLIN) }
  }

  func begin(_ step: Step, _ waiter: Waiter, until deadline: Int) {
    self.step = step
    self.waiter = waiter
    self.deadline = deadline
    advance()
  }

  /// Does what can be done without waiting.
  func advance() {
    switch step {
    case .opening: open()
    case .reading: read()
    case .writing(let bytes, let sent): write(bytes, sent)
    case nil: break
    }
  }

  func timeOut() {
    let kind = TransportFailure.Kind.timeout
    finish(.failure(kind.refusal(setup.subject)))
  }

  func close() {
    finish(.failure(TransportFailure.Kind.cancelled.refusal(setup.subject)))
    curl_multi_remove_handle(multi.pointer, handle.pointer)
    handle.end(.cancelled)
    multi.cleanUp()
  }

  private func open() {
    if let refusal = handle.refusal {
      return fail(.engineFailed("libcurl refused option \(refusal.rawValue)"))
    }
    var running: Int32 = 0
    let performed = curl_multi_perform(multi.pointer, &running)
    guard performed == CURLM_OK else {
      return fail(.engineFailed("libcurl's multi perform failed (\(performed.rawValue))"))
    }
    var left: Int32 = 0
    guard let message = curl_multi_info_read(multi.pointer, &left) else { return }
    let code = message.pointee.data.result
    guard code == CURLE_OK else { return fail(.completed(code)) }
    let asked = ccurl_get_socket(handle.pointer, CURLINFO_ACTIVESOCKET, &descriptor)
    guard asked == CURLE_OK, descriptor >= 0 else {
      return fail(.engineFailed("libcurl does not tell the connection"))
    }
    finish(.success([]))
  }

  private func read() {
    var count = 0
    var code = CURLE_OK
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.readSize) { buffer, filled in
      code = curl_easy_recv(handle.pointer, buffer.baseAddress, buffer.count, &count)
      filled = code == CURLE_OK ? count : 0
    }
    switch code {
    case CURLE_OK where bytes.isEmpty: fail(.completed(CURLE_RECV_ERROR))
    case CURLE_OK: finish(.success(bytes))
    case CURLE_AGAIN: break
    default: fail(.completed(code))
    }
  }

  /// A TLS layer wants the same bytes at the same place after a pause: the array is not changed.
  private func write(_ bytes: [UInt8], _ sent: Int) {
    var sent = sent
    while sent < bytes.count {
      var count = 0
      let code = bytes.withUnsafeBytes { buffer in
        curl_easy_send(
          handle.pointer, buffer.baseAddress.map { $0 + sent }, bytes.count - sent, &count)
      }
      sent += count
      guard code == CURLE_OK || code == CURLE_AGAIN else { return fail(.completed(code)) }
      if code == CURLE_AGAIN {
        step = .writing(bytes, sent: sent)
        return
      }
    }
    finish(.success([]))
  }

  private func fail(_ ending: TransferEnding) { finish(.failure(setup.failure(ending, handle))) }

  private func finish(_ outcome: Outcome) {
    let waiter = waiter
    (step, self.waiter) = (nil, nil)
    waiter?.resume(returning: outcome)
  }
}
