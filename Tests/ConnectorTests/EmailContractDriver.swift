import EmailConnectorPlugin
import Foundation
import MailKit
import PluginKit
import PluginTesting
import TestSupport

/// Moves one pair of real mail servers, seen through proxies that fail.
actor EmailContractDriver: ConnectorDriver {
  private let world: EmailWorld
  private var password = MailServer.password

  init() async throws {
    world = try EmailWorld()
    // Dovecot makes the folders with the first login.
    _ = try await world.connector().poll(after: nil)
  }

  var secrets: [String] { [MailServer.password] }

  func makeConnector() throws -> any Connector {
    try world.connector([.init("copyTo", .string(MailServer.brand))], password: password)
  }

  /// What is under way arrives meanwhile.
  func pass(_ duration: Duration) async throws {
    try await world.settle()
    world.time.advance(by: duration)
  }

  func publish(_ incoming: [Incoming]) async throws -> [String] {
    if incoming.contains(where: { $0.isPrivate == false }) {
      throw CannotShow("all mail is private")
    }
    if incoming.contains(where: \.isLate) {
      throw CannotShow("a server numbers mail in the order in which it arrives")
    }
    let mails = incoming.map { one in
      var mail = TestMail(one.text)
      mail.from = "\(one.author) <\(one.author)@customer.test>"
      mail.inReplyTo = one.inReplyTo
      if one.isBot { mail.fields = ["Auto-Submitted: auto-replied"] }
      return mail
    }
    try await world.put(mails.map(\.bytes))
    return mails.compactMap(\.id)
  }

  func posts() async throws -> [PlatformPost] {
    try await world.mails(of: MailServer.customer).compactMap { mail in
      mail.messageID.map { PlatformPost(remote: $0, text: mail.body, inReplyTo: mail.inReplyTo) }
    }
  }

  func publishAsOurselves(_ text: String, to remote: String?) async throws -> String {
    var mail = TestMail(text)
    mail.from = MailServer.brand
    mail.to = MailServer.customer
    mail.inReplyTo = remote
    mail.id = "\(UUID().uuidString)@shop.test"
    try await world.put([mail.bytes], into: .sent)
    return mail.id ?? ""
  }
}

// What goes wrong.
extension EmailContractDriver {
  func fail(_ exchange: Exchange, with fault: Fault, skipping skipped: Int) async throws {
    switch exchange {
    case .poll: try await order(fault, "(?i) UID FETCH ", skipped, world.imap)
    case .receipt: try await order(fault, "(?i) UID SEARCH HEADER ", skipped, world.imap)
    case .post:
      let isRefusal = if case .throttled = fault { true } else { false }
      // A server puts off at the start, and acts on the mail's end.
      try await order(fault, isRefusal ? "(?i)^MAIL " : "^\\.\\r?$", skipped, world.smtp)
    case .any:
      try await order(
        fault, "(?i) (CAPABILITY|AUTHENTICATE|LOGIN|EXAMINE|UID|APPEND)\\b", skipped, world.imap)
      try await order(fault, "(?i)^(EHLO|AUTH|MAIL|RCPT|DATA|\\.\\r?$)", skipped, world.smtp)
    }
  }

  private func order(
    _ fault: Fault, _ pattern: String, _ skipped: Int, _ proxy: FaultProxy
  ) async throws {
    var order: [JSONValue.Member] = [
      .init("match", .string(pattern)), .init("skip", .number(Double(skipped))),
    ]
    switch fault {
    case .neverWritten: return try await proxy.refuse()
    case .lostRequest: order.append(.init("drop", "before"))
    case .lostAnswer: order.append(.init("drop", "after"))
    case .halfAnswer: order.append(.init("cut", 9))
    case .throttled(let hint):
      guard hint == .none else { throw CannotShow("mail servers do not say how long to wait") }
      let answer: JSONValue =
        proxy === world.smtp ? "451 4.7.1 not now" : "{tag} NO [UNAVAILABLE] not now"
      order.append(.init("answer", [answer]))
    case .htmlError: throw CannotShow("no web server stands before a mail server")
    }
    try await proxy.order(.object(order))
  }

  func heal() async throws {
    try await world.imap.clear()
    try await world.smtp.clear()
  }

  func disturb(_ disorder: PageDisorder) async throws {
    throw CannotShow("UIDs have an order, and a server cannot give a page of its own making")
  }

  func spoilCredentials(_ how: SpoiltCredentials) async throws {
    if how == .expired { throw CannotShow("passwords do not expire by themselves") }
    try await world.setPassword("another-one")
  }

  func restoreCredentials() async throws { try await world.setPassword(MailServer.password) }

  func foreignCursors() async throws -> [Cursor] {
    // Of a folder with another UIDVALIDITY, far ahead of ours.
    [Cursor("{\"inbox\":{\"last\":4000000,\"validity\":1},\"since\":0}")]
  }
}
