extension HTTPRequest {
  /// Longest URL sent, in bytes.
  static let maxURLBytes = 16_384
  /// Names and values of all header fields together, in bytes.
  static let maxHeaderBytes = 65_536

  /// Fields that frame the message or belong to the connection: the client writes them, and a
  /// second copy from a caller could smuggle a request.
  private static let reserved = [
    "Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Expect", "TE",
    "Trailer", "Upgrade", "Proxy-Authorization", "Proxy-Connection", "HTTP2-Settings",
  ]

  /// Method and origin: all of a request that an operator's log may show.
  var subject: String {
    "\(method.rawValue) \(Origin(url)?.description ?? "(invalid URL)")"
  }

  /// Refuses what could change the request's framing or leave in the clear.
  func check() throws(TransportFailure) {
    try checkURL()
    var total = 0
    for field in headers.fields {
      try check(field)
      total += field.name.utf8.count + field.value.utf8.count
    }
    guard total <= Self.maxHeaderBytes else {
      throw refusal("the headers exceed \(Self.maxHeaderBytes) bytes")
    }
    guard body.isEmpty || !method.isSafe else {
      throw refusal("a \(method.rawValue) request carries no body; use POST")
    }
  }

  private func checkURL() throws(TransportFailure) {
    func refuse(_ reason: String) -> TransportFailure {
      TransportFailure(kind: .invalidURL, message: "The URL \(reason).", written: .never)
    }
    guard url.utf8.count <= Self.maxURLBytes else {
      throw refuse("is longer than \(Self.maxURLBytes) bytes; shorten the query")
    }
    // Printable ASCII only: keeps CR, LF, NUL and spaces out of the request line.
    guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw refuse("holds a space, a control or a non-ASCII character; percent-encode it")
    }
    guard !Origin.hasCredentials(url) else {
      throw refuse("holds credentials; put them into an Authorization header")
    }
    guard Origin(url) != nil else {
      throw refuse("is not of the form http(s)://host[:port]/path; correct it")
    }
  }

  private func check(_ field: HTTPHeaders.Field) throws(TransportFailure) {
    guard !field.name.isEmpty, field.name.utf8.allSatisfy(Self.isTokenByte) else {
      throw refusal("a header name holds a character that RFC 9110 forbids")
    }
    guard field.value.utf8.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }) else {
      throw refusal("the header \(field.name) holds a line break or control character; remove it")
    }
    guard !Self.reserved.contains(where: { HTTPHeaders.same($0, field.name) }) else {
      throw refusal("the header \(field.name) is written by the client itself; remove it")
    }
  }

  private func refusal(_ reason: String) -> TransportFailure {
    TransportFailure(
      kind: .invalidRequest, message: "\(subject) was not sent: \(reason).", written: .never)
  }

  /// `token` of RFC 9110, 5.6.2.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
    default: false
    }
  }
}
