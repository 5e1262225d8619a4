import Foundation
import PluginKit
import Transport

/// The two servers of one mailbox, and what their failures mean to replyd.
struct MailServers: Sendable {
  /// When the credentials are refused, or the server puts a mail off.
  private static let longPause = Duration.minutes(5)

  let imap: IMAPClient
  private let smtp: SMTPClient.Configuration
  private let logins: MailLogins

  init(imap: IMAPServer, smtp: SMTPServer, settings: EmailSettings, logins: MailLogins) {
    let timeouts = CallTimeouts(
      connect: min(settings.timeout, .seconds(10)), total: settings.timeout,
      stall: settings.timeout)
    var reading = IMAPClient.Configuration(server: imap)
    reading.caFile = settings.caFile
    reading.allowPlainText = settings.allowPlainText
    // The operator alone chooses the servers, and they may stand in the operator's own network.
    reading.allowPrivateTargets = true
    reading.timeouts = timeouts
    self.imap = IMAPClient(reading) { wasRefused throws(TransportFailure) in
      try await logins.login(wasRefused: wasRefused)
    }
    var sending = SMTPClient.Configuration(server: smtp)
    sending.caFile = settings.caFile
    sending.allowPlainText = settings.allowPlainText
    sending.allowPrivateTargets = true
    sending.timeouts = timeouts
    self.smtp = sending
    self.logins = logins
  }

  /// Hands one mail in. Each has a client of its own: sessions are not kept anyway, and a mailbox
  /// that only listens costs no thread.
  func send(_ mail: Mail) async throws(DeliveryFailure) {
    do throws(TransportFailure) {
      let login = try await logins.login(wasRefused: false)
      do throws(TransportFailure) {
        try await send(mail, login)
      } catch {
        guard error.kind == .login, login.isToken else { throw error }
        try await send(mail, try await logins.login(wasRefused: true))
      }
    } catch {
      throw Self.deliveryFailure(error)
    }
  }

  private func send(_ mail: Mail, _ login: MailLogin) async throws(TransportFailure) {
    var configuration = smtp
    configuration.login = login
    _ = try await SMTPClient(configuration).send(mail)
  }

  static func deliveryFailure(_ failure: TransportFailure) -> DeliveryFailure {
    guard failure.written == .never else { return .unknown(failure.message) }
    switch (failure.kind, failure.status) {
    case (.refused, let status?) where status >= 500: return .rejected(failure.message)
    case (.invalidRequest, _): return .rejected(failure.message)
    case (.refused, _), (.login, _): return .retry(after: longPause, failure.message)
    default: return .retry(after: nil, failure.message)
    }
  }

  static func pollFailure(_ failure: TransportFailure) -> PollFailure {
    switch failure.kind {
    case .login: .unauthorised(failure.message)
    case .protocolError, .tooLarge: .malformed(failure.message)
    default: .retry(after: nil, failure.message)
    }
  }
}
