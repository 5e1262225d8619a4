import Foundation
import Testing
import Transport

/// `Retry-After` as RFC 9110 forms it.
@Suite struct RetryAfterTests {
  /// Sun, 06 Nov 1994 08:49:37 GMT.
  private let now = Date(timeIntervalSince1970: 784_111_777)

  private func wait(_ text: String?) -> Duration? {
    var headers: HTTPHeaders = [:]
    headers["Retry-After"] = text
    return HTTPResponse(status: 429, headers: headers, body: Data()).retryAfter(now: now)
  }

  @Test(arguments: [
    ("0", 0), ("7", 7), ("1.5", 1.5), ("-3", 0), ("Sun, 06 Nov 1994 08:51:07 GMT", 90),
    ("Sun, 06 Nov 1994 08:49:36 GMT", 0), ("Mon, 07 Nov 1994 08:49:37 GMT", 86_400),
    ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("1e300", 366.0 * 86_400),
  ])
  func isRead(text: String, seconds: Double) {
    #expect(wait(text)?.seconds == seconds)
  }

  @Test(arguments: [
    nil, "", "soon", "nan", "inf", "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 99 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:49:37 CET",
  ])
  func isNothingWhereItSaysNothing(text: String?) {
    #expect(wait(text) == nil)
  }
}

extension Duration {
  fileprivate var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
