internal import CCurl
import Foundation

/// How libcurl opens an IMAP connection for us: address, TLS and login are its part, and then it
/// lets go (CONNECT_ONLY).
final class ConnectionSetup: CurlTransfer {
  /// Of all that a server may say up to the login.
  static let maxGreetingBytes = 65_536

  private let configuration: IMAPClient.Configuration
  private let login: MailLogin
  private var greetingBytes = 0
  private var lastLine: [UInt8] = []
  private var exceeded: String?

  var subject: String { configuration.subject }

  init(_ configuration: IMAPClient.Configuration, _ login: MailLogin) {
    self.configuration = configuration
    self.login = login
  }

  func prepare(_ handle: EasyHandle) {
    handle.allowsPrivateTargets = configuration.allowPrivateTargets
    // Nothing but a login is sent here, on a connection of its own.
    handle.allowsRepeat = true
    handle.set(CURLOPT_CONNECT_ONLY, 1)
    handle.set(CURLOPT_FRESH_CONNECT, 1)
    handle.setConnection("imap,imaps", caFile: configuration.caFile)
    if configuration.caFile == nil, SystemAuthorities.isFolderUsable {
      handle.set(CURLOPT_CAINFO, nil as String?)
    }
    handle.setTimeouts(configuration.timeouts)
    handle.set(
      CURLOPT_SERVER_RESPONSE_TIMEOUT, CallTimeouts.seconds(configuration.timeouts.stall))
    handle.set(CURLOPT_URL, configuration.server.description)
    let isPlain = configuration.allowPlainText && !configuration.server.beginsWithTLS
    handle.set(
      CURLOPT_USE_SSL, Int(isPlain ? CURLUSESSL_NONE.rawValue : CURLUSESSL_ALL.rawValue))
    handle.setLogin(login, passwordOptions: nil)
    let user = Unmanaged.passUnretained(self).toOpaque()
    handle.set(CURLOPT_HEADERDATA, user)
    handle.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, user in
      user.map {
        Unmanaged<ConnectionSetup>.fromOpaque($0).takeUnretainedValue().take(bytes, size * count)
      } ?? 0
    }
    // By default it would go to the standard output.
    handle.set(CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }
  }

  /// The handle is ended only with the connection, whose failures are told by `failure`.
  func finish(_ ending: TransferEnding, _ handle: EasyHandle?) {}

  func failure(_ ending: TransferEnding, _ handle: EasyHandle) -> TransportFailure {
    var (kind, detail) = TransportFailure.cause(ending, handle, limit: exceeded)
    if case .completed(CURLE_LOGIN_DENIED) = ending {
      // A server that has just read a password could repeat it in any form: only the code is shown.
      (kind, detail) = isRefusedForNow ? (.refused, "it takes no login now") : (.login, "")
    }
    let message = kind.sentence(subject, login.hidden(in: detail))
    return TransportFailure(kind: kind, message: message, written: .maybe)
  }

  /// RFC 5530, 3: the fault is not the login's.
  private var isRefusedForNow: Bool {
    let line = String(decoding: lastLine, as: UTF8.self).uppercased()
    return ["[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]"].contains { line.contains($0) }
  }

  /// Any other number than `count` stops libcurl.
  private func take(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    greetingBytes += count
    guard greetingBytes <= Self.maxGreetingBytes else {
      exceeded = "a greeting over \(Self.maxGreetingBytes) bytes"
      return count == 0 ? 1 : 0
    }
    lastLine = Array(UnsafeRawBufferPointer(start: bytes, count: min(count, 200)))
    return count
  }
}

extension TransportFailure {
  /// Something was asked of a connection that has ended.
  static let closedConnection = TransportFailure(
    kind: .disconnected, message: "The connection has ended; it will be opened again.",
    written: .never)
}
