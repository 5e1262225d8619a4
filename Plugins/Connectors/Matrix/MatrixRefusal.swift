import ConnectorKit
import Foundation
import PluginKit
import Transport

/// An answer that is no success (client-server API, "Standard error response"). Of its words only
/// the code is shown: the text is the server's.
struct MatrixRefusal: Sendable, CustomStringConvertible {
  let status: Int
  /// `M_FORBIDDEN`, ...; nil where a proxy answered.
  let code: String?
  /// The token is refused for now: the session goes on with a new one.
  let isSoft: Bool
  /// How long the server wants to be left alone.
  let wait: Duration?

  /// Bounds of the wait that is believed.
  private static let shortestWait = Duration.milliseconds(100)
  private static let longestWait = Duration.hours(4)

  init(_ response: HTTPResponse, now: Date) {
    status = response.status
    let json = JSONText(response.body)?.root
    code = json?.string("errcode").flatMap { Self.isCode($0) ? $0 : nil }
    isSoft = json?.flag("soft_logout") ?? false
    // The body's field came first, and is deprecated since v1.10.
    let told =
      response.retryAfter(now: now)
      ?? json?["retry_after_ms"]?.integer.map { .milliseconds(max($0, 0)) }
    wait = told.map { min(max($0, Self.shortestWait), Self.longestWait) }
  }

  var description: String { code.map { "\(status) \($0)" } ?? "\(status)" }

  private static func isCode(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { 0x41...0x5A ~= $0 || $0 == 0x5F || 0x30...0x39 ~= $0 || $0 == 0x2E }
  }
}
