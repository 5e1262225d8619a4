/// The methods that replyd's connectors use.
public enum HTTPMethod: String, Sendable, CaseIterable {
  case get = "GET"
  case head = "HEAD"
  case post = "POST"
  case put = "PUT"
  case patch = "PATCH"
  case delete = "DELETE"

  /// Safe methods ask and change nothing (RFC 9110, 9.2.1). Only they may be sent a second time
  /// when a kept-alive connection turns out to be closed.
  public var isSafe: Bool { self == .get || self == .head }
}
