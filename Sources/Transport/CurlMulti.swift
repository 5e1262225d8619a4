internal import CCurl

/// libcurl's multi handle. Unchecked: the loop's thread alone drives it; from other threads only
/// `wake()` is called, which libcurl documents as thread-safe, and only under the mailbox's lock
/// while the mailbox has not ended; the thread frees the handle after that.
struct CurlMulti: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer

  /// libcurl's global state, initialised once before any handle exists.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

  /// Nil if libcurl cannot start (out of memory, no entropy source).
  init?(_ limits: CurlLimits) {
    guard Self.isReady, let pointer = curl_multi_init() else { return nil }
    self.pointer = pointer
    let options = [
      (CURLMOPT_MAX_HOST_CONNECTIONS, limits.connectionsPerHost),
      (CURLMOPT_MAX_TOTAL_CONNECTIONS, limits.inFlight),
      (CURLMOPT_MAXCONNECTS, limits.inFlight),
      (CURLMOPT_PIPELINING, 0),
    ]
    for (option, value) in options {
      guard ccurl_multi_set_long(pointer, option, value) == CURLM_OK else {
        curl_multi_cleanup(pointer)
        return nil
      }
    }
  }

  func wake() { curl_multi_wakeup(pointer) }

  func cleanUp() { curl_multi_cleanup(pointer) }
}
