internal import CCurl

/// One transfer as the loop sees it: HTTP or SMTP now, IMAP later. Made, used and dropped on the
/// loop's thread only, so it needs no lock and is not Sendable.
protocol CurlTransfer: AnyObject {
  /// Sets every option of the protocol on a freshly reset handle. Whatever pointers it hands to
  /// libcurl must stay valid until `finish`.
  func prepare(_ handle: EasyHandle)

  /// libcurl wrote this: a request's head, or one command. The bytes may hold a login; they are
  /// valid during the call only.
  func wroteCommand(_ bytes: UnsafeRawBufferPointer)

  /// Called exactly once, after the handle left the multi handle; `handle` is nil if the transfer
  /// never had one.
  func finish(_ ending: TransferEnding, _ handle: EasyHandle?)
}

extension CurlTransfer {
  func wroteCommand(_ bytes: UnsafeRawBufferPointer) {}
}

/// How a transfer left the loop.
enum TransferEnding {
  case completed(CURLcode)
  case cancelled
  case shutdown
  /// libcurl refused to go on; the text says where.
  case engineFailed(String)
}

/// A transfer on its way to the loop. The closure runs on the loop's thread.
struct CurlCall: Sendable {
  typealias ID = UInt64

  let id: ID
  let make: @Sendable () -> any CurlTransfer
}
