internal import CCurl

/// One transfer as the loop sees it: HTTP now, IMAP and SMTP later. Made, used and dropped on the
/// loop's thread only, so it needs no lock and is not Sendable.
protocol CurlTransfer: AnyObject {
  /// Sets every option of the protocol on a freshly reset handle. Whatever pointers it hands to
  /// libcurl must stay valid until `finish`.
  func prepare(_ handle: EasyHandle)

  /// Called exactly once, after the handle left the multi handle; `handle` is nil if the transfer
  /// never had one.
  func finish(_ ending: TransferEnding, _ handle: EasyHandle?)
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
