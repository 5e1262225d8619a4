internal import CCurl

extension TransportFailure {
  /// Translates the end of a transfer that has no response. `subject` names the request without
  /// secrets; `limit` names the limit that made our own callback stop, if it did.
  init(_ ending: TransferEnding, _ handle: EasyHandle?, subject: String, limit: String?) {
    let (kind, detail) = Self.cause(ending, handle, limit: limit)
    self.init(
      kind: kind, message: kind.sentence(subject, detail), written: handle?.written ?? .never)
  }

  /// What ended a transfer, and libcurl's own words about it.
  static func cause(
    _ ending: TransferEnding, _ handle: EasyHandle?, limit: String?
  ) -> (kind: Kind, detail: String) {
    switch ending {
    case .cancelled: (.cancelled, "")
    case .shutdown: (.shutdown, "")
    case .engineFailed(let step): (.engine, step)
    case .completed(let code):
      if let limit { (.tooLarge, limit) } else { (kind(code, handle), detail(code, handle)) }
    }
  }

  private static func detail(_ code: CURLcode, _ handle: EasyHandle?) -> String {
    if handle?.repeatWasRefused == true { return "a repeat was refused" }
    if let detail = handle?.errorDetail, !detail.isEmpty { return detail }
    return String(cString: curl_easy_strerror(code))
  }

  private static func kind(_ code: CURLcode, _ handle: EasyHandle?) -> Kind {
    switch code {
    case CURLE_URL_MALFORMAT, CURLE_LOGIN_DENIED: .invalidURL
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .resolve
    case CURLE_COULDNT_CONNECT:
      (handle?.blockedTargets ?? 0) > 0 && handle?.openedSockets == 0 ? .blockedAddress : .connect
    case CURLE_OPERATION_TIMEDOUT: .timeout
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CLIENTCERT,
      CURLE_USE_SSL_FAILED:
      .tls
    case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE,
      CURLE_SEND_FAIL_REWIND:
      .disconnected
    case CURLE_ABORTED_BY_CALLBACK where handle?.repeatWasRefused == true: .disconnected
    case CURLE_FILESIZE_EXCEEDED: .tooLarge
    case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT, CURLE_ABORTED_BY_CALLBACK,
      CURLE_BAD_FUNCTION_ARGUMENT, CURLE_UNKNOWN_OPTION, CURLE_NOT_BUILT_IN, CURLE_READ_ERROR:
      .engine
    default: .protocolError
    }
  }
}

extension TransportFailure.Kind {
  fileprivate var reason: String {
    switch self {
    case .invalidRequest: "the request is not valid"
    case .invalidURL: "the URL is not valid"
    case .overloaded: "too many calls are waiting"
    case .resolve: "the host name has no address"
    case .blockedAddress: "the host is a private, loopback or link-local address"
    case .connect: "no connection could be made"
    case .tls: "the TLS handshake failed"
    case .timeout: "the time was up"
    case .disconnected: "the connection closed before the response was complete"
    case .protocolError: "the answer breaks the protocol"
    case .refused: "the server refused it"
    case .login: "the login failed"
    case .tooLarge: "the response is too large"
    case .cancelled: "the call was cancelled"
    case .shutdown: "the client has been shut down"
    case .engine: "libcurl failed"
    }
  }

  fileprivate var advice: String {
    switch self {
    case .invalidRequest, .invalidURL: "correct the settings it comes from"
    case .overloaded: "poll less often or raise the limit"
    case .resolve: "check the name and this machine's DNS"
    case .blockedAddress: "allow private targets in the settings if it is your own server"
    case .connect: "check that the server is up and its port reachable from here"
    case .tls: "check the server's certificate, its name, and the CA file"
    case .timeout: "check the server, or allow it more time"
    case .disconnected: "check the server or whatever stands between"
    case .protocolError: "check that the URL leads to the right server"
    case .refused: "correct what it names, or ask whoever runs the server"
    case .login: "check user name and password, and which ways to log in the server offers"
    case .tooLarge: "ask for smaller pages or raise the limit"
    case .cancelled, .shutdown: "nothing needs doing"
    case .engine: "restart replyd, and report this if it recurs"
    }
  }

  /// For the operator: what was tried, why it failed, what to do.
  func sentence(_ subject: String, _ detail: String = "") -> String {
    "\(subject): \(reason)\(detail.isEmpty ? "" : " (\(detail))"); \(advice)."
  }

  /// A failure that the mailbox decided on, before a transfer existed.
  func refusal(_ subject: String) -> TransportFailure {
    TransportFailure(kind: self, message: sentence(subject), written: .never)
  }
}
