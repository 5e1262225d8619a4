public import Foundation

/// One HTTP request. `HTTPClient.send` checks it before anything is written.
public struct HTTPRequest: Sendable {
  public var method: HTTPMethod
  /// Absolute, percent-encoded, http or https, without credentials (those go into a header).
  public var url: String
  /// Sent in this order. Host, Content-Length, Transfer-Encoding and others that frame the message
  /// are the client's own and refused here.
  public var headers: HTTPHeaders
  /// Sent with its length known beforehand; empty means no body. Nil Content-Type stays nil.
  public var body: Data
  /// Replaces the client's timeouts for this call.
  public var timeouts: HTTPTimeouts?

  public init(
    _ method: HTTPMethod, _ url: String, headers: HTTPHeaders = [:], body: Data = Data(),
    timeouts: HTTPTimeouts? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeouts = timeouts
  }

  /// A POST of `application/x-www-form-urlencoded` fields.
  public static func form(
    _ parameters: Parameters, to url: String, headers: HTTPHeaders = [:]
  ) -> HTTPRequest {
    var request = HTTPRequest(.post, url, headers: headers, body: parameters.formBody)
    request.headers["Content-Type"] = Parameters.formContentType
    return request
  }

  /// A POST of a JSON document that is encoded already.
  public static func json(
    _ document: Data, to url: String, headers: HTTPHeaders = [:]
  ) -> HTTPRequest {
    var request = HTTPRequest(.post, url, headers: headers, body: document)
    request.headers["Content-Type"] = "application/json"
    return request
  }
}
