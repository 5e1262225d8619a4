import Logging
import NotifierKit
import PluginKit
import Transport

/// Hands one mail in for each notification; the engine repeats and escalates.
struct EmailNotifier: CardNotifier {
  let client: SMTPClient
  let name: String
  let from: MailAddress
  let recipients: [MailAddress]
  let subjectPrefix: String
  let time: any Time
  let logger: Logger
  private let partial = PartialDeliveries()

  init(
    client: SMTPClient, name: String, from: MailAddress, recipients: [MailAddress],
    subjectPrefix: String, time: any Time, logger: Logger
  ) {
    self.client = client
    self.name = name
    self.from = from
    self.recipients = recipients
    self.subjectPrefix = subjectPrefix
    self.time = time
    self.logger = logger
  }

  func show(_ card: Card) async throws(NotifyFailure) {
    let message = MailMessage(
      card, name: name, from: from, to: recipients, subjectPrefix: subjectPrefix, date: time.now)
    let served = partial.served(card.key)
    let mail = Mail(
      from: from, to: recipients.filter { !served.contains($0) }, message: message.bytes)
    let receipt: SMTPReceipt
    do {
      receipt = try await client.send(mail)
    } catch {
      guard served.isEmpty || !Self.isFinal(error) else {
        // Some have it, and the others never will.
        logger.warning("mail \(message.id) reached only some: \(error.message)")
        return partial.forget(card.key)
      }
      throw Self.failure(error)
    }
    try settle(receipt, of: mail, card.key)
  }

  /// Whoever is refused for now gets the mail later, and only they. A mailbox that is refused for
  /// good is noted, once a mail: the notification has reached somebody.
  private func settle(
    _ receipt: SMTPReceipt, of mail: Mail, _ key: String
  ) throws(NotifyFailure) {
    for refusal in receipt.refusals {
      logger.warning(
        """
        \(client.configuration.server) refuses \(refusal.recipient) \
        (\(refusal.status) \(refusal.words)); the others have the mail
        """)
    }
    guard let waiting = receipt.refusals.first(where: { Self.isTemporary($0.status) }) else {
      return partial.forget(key)
    }
    let open = Set(
      receipt.refusals.filter { Self.isTemporary($0.status) }.map(\.recipient))
    partial.note(key, mail.recipients.filter { !open.contains($0) })
    throw .retry(
      after: nil, "the server puts \(waiting.recipient) off (\(waiting.status) \(waiting.words))")
  }
}

extension EmailNotifier {
  private static func isTemporary(_ status: Int) -> Bool { (400...499).contains(status) }

  /// Whether only a change of the settings, or of the server, can help.
  private static func isFinal(_ failure: TransportFailure) -> Bool {
    switch failure.kind {
    case .invalidURL, .invalidRequest, .blockedAddress: true
    case .login, .refused: failure.status.map { !isTemporary($0) } ?? true
    default: false
    }
  }

  /// What is unknown is tried again: twice is better than never, and the Message-ID is the same.
  private static func failure(_ failure: TransportFailure) -> NotifyFailure {
    guard isFinal(failure) else { return .retry(after: nil, failure.message) }
    return failure.kind == .blockedAddress
      ? .refused("\(failure.message) Set \"allowPrivateTargets\" if this server is yours.")
      : .refused(failure.message)
  }
}
