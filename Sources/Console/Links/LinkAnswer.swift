import HTTPTypes
import Hummingbird
import NIOCore

/// One page with its status; every one has the same strict headers.
struct LinkAnswer: Sendable {
  var status: HTTPResponse.Status
  var page: HTML
  /// Seconds after which to try again.
  var retryAfter: Int?
  var allow: String?

  init(
    _ status: HTTPResponse.Status, _ page: HTML, retryAfter: Int? = nil, allow: String? = nil
  ) {
    self.status = status
    self.page = page
    self.retryAfter = retryAfter
    self.allow = allow
  }

  init(_ status: HTTPResponse.Status, _ title: String, _ text: String) {
    self.init(status, LinkPage.notice(title, text))
  }

  /// Without its body for HEAD.
  func response(to method: HTTPRequest.Method) -> Response {
    var headers = Self.headers
    if let retryAfter { headers[.retryAfter] = "\(retryAfter)" }
    if let allow { headers[.allow] = allow }
    let buffer = ByteBuffer(string: page.source)
    guard method == .head else {
      return Response(status: status, headers: headers, body: .init(byteBuffer: buffer))
    }
    headers[.contentLength] = "\(buffer.readableBytes)"
    return Response(status: status, headers: headers)
  }

  private static let headers: HTTPFields = {
    var headers: HTTPFields = [
      .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
      .contentSecurityPolicy:
        "default-src 'none'; style-src 'sha256-\(LinkStyle.hash)'; form-action 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'",
      .xContentTypeOptions: "nosniff",
    ]
    let others = [
      ("Referrer-Policy", "no-referrer"), ("X-Robots-Tag", "noindex, nofollow, noarchive"),
      ("X-Frame-Options", "DENY"), ("Cross-Origin-Opener-Policy", "same-origin"),
      ("Cross-Origin-Resource-Policy", "same-origin"),
    ]
    for (name, value) in others {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    return headers
  }()
}
