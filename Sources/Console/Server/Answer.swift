import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import PluginKit

/// An answer with the headers that each has: nothing is stored, framed, sniffed or run from
/// elsewhere.
struct Answer: Sendable {
  var response: Response

  private init(_ status: HTTPResponse.Status, _ type: String, _ body: ResponseBody) {
    var headers = Self.headers
    headers[.contentType] = type
    response = Response(status: status, headers: headers, body: body)
  }

  static func page(_ html: String, _ status: HTTPResponse.Status = .ok) -> Answer {
    Answer(status, "text/html; charset=utf-8", .init(byteBuffer: ByteBuffer(string: html)))
  }

  static func json(_ value: JSONValue, _ status: HTTPResponse.Status = .ok) -> Answer {
    let text = value.text(pretty: true) + "\n"
    return Answer(status, "application/json", .init(byteBuffer: ByteBuffer(string: text)))
  }

  static func refusal(_ refusal: APIRefusal) -> Answer {
    var answer = json(["error": .string(refusal.sentence)], refusal.status)
    if !refusal.allow.isEmpty {
      answer.response.headers[.allow] = refusal.allow.joined(separator: ", ")
    }
    if let seconds = refusal.retryAfter { answer.response.headers[.retryAfter] = "\(seconds)" }
    if refusal.status == .unauthorized { answer.response.headers[.wwwAuthenticate] = "Bearer" }
    return answer
  }

  static func file(_ bytes: [UInt8], _ type: String) -> Answer {
    Answer(.ok, type, .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  static func text(_ text: String, _ type: String) -> Answer {
    Answer(.ok, type, .init(byteBuffer: ByteBuffer(string: text)))
  }

  static func csv(_ lines: AsyncThrowingStream<ByteBuffer, any Error>) -> Answer {
    Answer(.ok, "text/csv; charset=utf-8", .init(asyncSequence: lines))
  }

  /// Kept as a file instead of shown.
  func downloaded(as name: String) -> Answer {
    with(.contentDisposition, "attachment; filename=\"\(name)\"")
  }

  /// The browser asks again, by GET.
  static func seeOther(_ path: String) -> Answer {
    var answer = Answer(.seeOther, "text/plain; charset=utf-8", .init())
    answer.response.headers[.location] = path
    return answer
  }

  static func stream(_ events: some AsyncSequence<ByteBuffer, Never> & Sendable) -> Answer {
    Answer(.ok, "text/event-stream", .init(asyncSequence: events))
  }

  /// - Parameter seconds: how long browsers keep it; 0: it is forgotten.
  func settingCookie(_ name: String, _ value: String, seconds: Int, isSecure: Bool) -> Answer {
    var copy = self
    let secure = isSecure ? "; Secure" : ""
    let field = "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(seconds)\(secure)"
    copy.response.headers.append(HTTPField(name: .setCookie, value: field))
    return copy
  }

  func with(_ name: HTTPField.Name, _ value: String) -> Answer {
    var copy = self
    copy.response.headers[name] = value
    return copy
  }

  /// HEAD gets the same headers.
  func withoutBody() -> Response {
    var headers = response.headers
    if let length = response.body.contentLength { headers[.contentLength] = "\(length)" }
    return Response(status: response.status, headers: headers)
  }

  private static let headers: HTTPFields = {
    var headers: HTTPFields = [
      .cacheControl: "no-store",
      .contentSecurityPolicy:
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      .xContentTypeOptions: "nosniff",
    ]
    let others = [
      ("Referrer-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
      ("X-Robots-Tag", "noindex, nofollow"), ("Cross-Origin-Opener-Policy", "same-origin"),
      ("Cross-Origin-Resource-Policy", "same-origin"),
      ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ]
    for (name, value) in others {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    return headers
  }()
}
