import EmailConnectorPlugin
import Foundation
import MailKit
import PluginKit
import PluginTesting
import TestSupport

/// One pair of mail servers, and what people do with the two mailboxes on them: mail arrives, and
/// is read, as files.
actor EmailWorld {
  enum Folder: String {
    case inbox = ""
    case sent = ".Sent"
  }

  nonisolated let server: MailServer
  nonisolated let imap: FaultProxy
  nonisolated let smtp: FaultProxy
  nonisolated let time = ManualTime(SystemTime().now)
  private let root: URL
  private var written = 0
  private var read: [URL: ParsedMail] = [:]

  init() throws {
    server = try MailServer()
    imap = try FaultProxy(
      .tlsLines(certificate: server.caFile, key: server.keyFile), before: server.imapsPort)
    smtp = try FaultProxy(
      .tlsLines(certificate: server.caFile, key: server.keyFile), before: server.smtpsPort)
    root = URL(filePath: server.caFile).deletingLastPathComponent()
  }

  nonisolated func connector(
    _ more: [JSONValue.Member] = [], password: String = MailServer.password
  ) throws -> any Connector {
    let usual: [JSONValue.Member] = [
      .init("imap", .string("imaps://127.0.0.1:\(imap.port)")),
      .init("smtp", .string("smtps://127.0.0.1:\(smtp.port)")),
      .init("address", .string(MailServer.brand)), .init("password", ["env": "PASSWORD"]),
      .init("caFile", .string(server.caFile)), .init("timeout", "20s"),
      .init("authenticator", "mail.shop.test"),
    ]
    let changed = Set(more.map(\.key))
    return try emailConnector.built(
      .object(usual.filter { !changed.contains($0.key) } + more),
      variables: ["PASSWORD": password], environment: .make(id: "mail", time: time))
  }

  /// Puts mails into a folder of the brand's, in this order.
  func put(_ mails: [Data], into folder: Folder = .inbox) throws {
    let box = mailbox(MailServer.brand, folder)
    for mail in mails {
      written += 1
      let count = String(1_000_000 + written % 1_000_000).dropFirst()
      let name = "\(1_700_000_000 + written / 1_000_000).M\(count)P1.test"
      let temporary = box.appending(path: "tmp/\(name)")
      try mail.write(to: temporary)
      try FileManager.default.moveItem(at: temporary, to: box.appending(path: "new/\(name)"))
    }
  }

  /// The mails in a mailbox, in no order.
  func mails(of user: String, _ folder: Folder = .inbox) async throws -> [ParsedMail] {
    try await settle()
    return try files(of: user, folder).map { file in
      if let known = read[file] { return known }
      // A reply of the greatest length is longer than what replyd reads of a customer's mail.
      let mail = ParsedMail(
        try Data(contentsOf: file), limits: MailLimits(maxTextBytes: 4 << 20))
      read[file] = mail
      return mail
    }
  }

  /// Returns when Postfix has delivered all it took.
  func settle() async throws {
    let root = root
    try await eventually("the queue is empty") { @Sendable in
      try ["maildrop", "incoming", "active"].allSatisfy { queue in
        try FileManager.default.contentsOfDirectory(
          atPath: root.appending(path: "spool/\(queue)").path
        ).isEmpty
      }
    }
  }

  /// The names of a folder's files, with the flags that Dovecot puts there.
  func fileNames(_ folder: Folder = .inbox) throws -> [String] {
    try files(of: MailServer.brand, folder).map(\.lastPathComponent)
  }

  /// Takes all of a folder away, as when it is restored from a backup: new UIDs, new UIDVALIDITY.
  func renumber(_ folder: Folder = .inbox) async throws {
    // The new UIDVALIDITY is the second in which the folder is seen again.
    try await Task.sleep(for: .seconds(1.1))
    let box = mailbox(MailServer.brand, folder)
    for name in try FileManager.default.contentsOfDirectory(atPath: box.path)
    where name.hasPrefix("dovecot") {
      try FileManager.default.removeItem(at: box.appending(path: name))
    }
  }

  /// Removes one of the brand's mails.
  func remove(whose text: String) throws {
    for file in try files(of: MailServer.brand, .inbox)
    where try Data(contentsOf: file).range(of: Data(text.utf8)) != nil {
      try FileManager.default.removeItem(at: file)
    }
  }

  func setPassword(_ password: String) async throws {
    let lines = [MailServer.brand, MailServer.customer].map { user in
      "\(user):{PLAIN}\(user == MailServer.brand ? password : MailServer.password)::::::\n"
    }
    try Data(lines.joined().utf8).write(to: root.appending(path: "passwd"))
    // Dovecot looks at the file once a second.
    try await Task.sleep(for: .seconds(2))
  }

  private func mailbox(_ user: String, _ folder: Folder) -> URL {
    root.appending(path: "store/\(user)").appending(path: folder.rawValue)
  }

  private func files(of user: String, _ folder: Folder) throws -> [URL] {
    let box = mailbox(user, folder)
    guard FileManager.default.fileExists(atPath: box.path) else { return [] }
    return try ["new", "cur"].flatMap { part in
      try FileManager.default.contentsOfDirectory(
        at: box.appending(path: part), includingPropertiesForKeys: nil)
    }
  }
}

/// A mail as a test needs it, with every part defaulted.
struct TestMail {
  var id: String? = "\(UUID().uuidString.lowercased())@customer.test"
  var from = "Ana <ana@customer.test>"
  var to = MailServer.brand
  /// Answered subjects are no part of a message's text.
  var subject = "Re: your offer"
  var inReplyTo: String?
  /// Further header fields.
  var fields: [String] = []
  var text: String

  init(_ text: String) { self.text = text }

  var bytes: Data {
    var lines = ["From: \(from)", "To: \(to)", "Subject: \(subject)"]
    if let id { lines.append("Message-ID: <\(id)>") }
    // The domain of the author has no server in the test.
    if !from.contains(MailServer.brand) { lines.append("Reply-To: \(MailServer.customer)") }
    if let inReplyTo {
      lines += ["In-Reply-To: <\(inReplyTo)>", "References: <\(inReplyTo)>"]
    }
    lines += fields
    let body = Data(text.replacing("\n", with: "\r\n").utf8).base64EncodedString(
      options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
    lines += [
      "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: base64", "", body, "",
    ]
    return Data(lines.joined(separator: "\r\n").utf8)
  }
}
