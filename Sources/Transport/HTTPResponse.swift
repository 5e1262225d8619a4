public import Foundation

/// A complete final response; redirects (3xx) are returned, never followed.
public struct HTTPResponse: Sendable {
  public let status: Int
  /// As received: Content-Encoding and Content-Length still describe the encoded body.
  public let headers: HTTPHeaders
  /// Decoded (gzip, deflate).
  public let body: Data

  public init(status: Int, headers: HTTPHeaders, body: Data) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The target of the first `Link` with this relation, as the server wrote it. It is hostile
  /// input: compare its `Origin` with the request's before sending a token there.
  public func link(_ relation: String) -> String? {
    headers.values(of: "Link").lazy.flatMap(WebLink.parse)
      .first { $0.relations.contains(relation.lowercased()) }?.target
  }
}
