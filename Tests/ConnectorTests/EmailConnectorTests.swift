import Foundation
import MailKit
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// What only mail has, on real Postfix and Dovecot.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct EmailConnectorTests {
  /// One pair of servers for all tests; each goes on from where the one before left it.
  private static let shared = Task {
    let world = try EmailWorld()
    // Dovecot makes the folders with the first login.
    _ = try await world.connector().poll(after: nil)
    return world
  }

  private func world() async throws -> EmailWorld? {
    if let missing = MailServer.missing {
      print("NOT RUN: real mail: \(missing)")
      return nil
    }
    return try await Self.shared.value
  }

  private func drain(_ connector: any Connector, from cursor: Cursor?) async throws -> Batch {
    var all = Batch(messages: [], cursor: cursor)
    while true {
      let batch = try await connector.poll(after: all.cursor)
      all.messages += batch.messages
      all.ownPosts += batch.ownPosts
      all.warnings += batch.warnings
      all.cursor = batch.cursor ?? all.cursor
      if !batch.hasMore { return all }
    }
  }

  private func reply(_ text: String, to parent: Message, _ kind: Reply.Kind = .answer) -> Reply {
    Reply(key: UUID().uuidString, kind: kind, text: text, visibility: .direct, parent: parent)
  }

  @Test func aMailboxThatWasMadeAnewIsListedAgainWithoutOldHistory() async throws {
    guard let world = try await world() else { return }
    var old = TestMail("Long before the start.")
    old.fields = ["Date: Thu, 01 Jan 2015 00:00:00 +0000"]
    try await world.put([old.bytes])
    let start = try await drain(world.connector(), from: nil)
    let mails = ["One.", "Two."].map { TestMail($0) }
    try await world.put(mails.map(\.bytes))
    let first = try await drain(world.connector(), from: start.cursor)
    #expect(first.messages.map(\.id.remote) == mails.map(\.id))
    try await world.renumber()
    let third = TestMail("Three.")
    try await world.put([third.bytes])
    let again = try await drain(world.connector(), from: first.cursor)
    let ids = again.messages.map(\.id.remote)
    #expect(ids.contains(try #require(third.id)))
    #expect(Set(mails.compactMap(\.id)).isSubset(of: ids), "known mails have the same ids")
    #expect(!ids.contains(try #require(old.id)))
  }

  @Test func readingLeavesMailUnread() async throws {
    guard let world = try await world() else { return }
    let connector = try world.connector()
    let start = try await drain(connector, from: nil)
    try await world.put([TestMail("Am I unread?").bytes])
    _ = try await drain(connector, from: start.cursor)
    #expect(try await world.fileNames().allSatisfy { !$0.hasSuffix("S") })
  }

  @Test func aMailWithoutAnIdIsOneMessageAndHasItsAnswer() async throws {
    guard let world = try await world() else { return }
    let connector = try world.connector()
    let start = try await drain(connector, from: nil)
    var mail = TestMail("No name.")
    mail.id = nil
    try await world.put([mail.bytes])
    let first = try await drain(connector, from: start.cursor)
    let second = try await drain(world.connector(), from: start.cursor)
    #expect(first.messages.count == 1 && first.messages == second.messages)
    let receipt = try await connector.post(reply("Hello, stranger.", to: first.messages[0]))
    let out = try await world.mails(of: MailServer.customer).filter {
      $0.messageID == receipt.remote
    }
    #expect(out.count == 1 && out[0].inReplyTo == nil)
  }

  @Test func aSecondMailUnderAKnownIdDoesNotReplaceTheFirst() async throws {
    guard let world = try await world() else { return }
    let connector = try world.connector()
    let start = try await drain(connector, from: nil)
    let mail = TestMail("What I said.")
    var forged = TestMail("What I never said.")
    forged.id = mail.id
    forged.from = "Mallory <mallory@elsewhere.test>"
    try await world.put([mail.bytes, mail.bytes, forged.bytes])
    let messages = try await drain(connector, from: start.cursor).messages
    let texts = Dictionary(grouping: messages, by: \.id.remote).mapValues { Set($0.map(\.text)) }
    let id = try #require(mail.id)
    #expect(texts.count == 2 && texts[id] == ["What I said."])
  }

  @Test func aReplyIsMarkedThreadedAndFiled() async throws {
    guard let world = try await world() else { return }
    let connector = try world.connector()
    let start = try await drain(connector, from: nil)
    var mail = TestMail("Where is it?")
    mail.subject = "Örder 4711"
    try await world.put([mail.bytes])
    let parent = try #require(try await drain(connector, from: start.cursor).messages.first)
    #expect(parent.text == "Örder 4711\n\nWhere is it?" && parent.visibility == .direct)
    #expect(try await connector.states(of: [parent]) == [.there])
    let answer = reply("On its way! 📦", to: parent)
    let receipt = try await connector.post(answer)
    let out = try #require(
      try await world.mails(of: MailServer.customer).first { $0.messageID == receipt.remote })
    #expect(out.subject == "Re: Örder 4711" && out.inReplyTo == mail.id)
    #expect(out.references == [mail.id] && out.ownWords.hasPrefix("On its way! 📦"))
    #expect(out.from?.address == MailServer.brand && out.returnPath == MailServer.brand)
    let account = MailAccount(addresses: [MailServer.customer])
    #expect(out.automation(for: account).isMachine)
    #expect(
      try await world.mails(of: MailServer.brand, .sent).count { $0.messageID == receipt.remote }
        == 1)
    #expect(try await world.connector().receipt(for: answer) == .found(receipt))
    #expect(try await connector.states(of: [parent]) == [.answered([receipt])])
    let byHand = try await connector.post(reply("A person here.", to: parent, .human))
    let second = try await world.mails(of: MailServer.customer).first {
      $0.messageID == byHand.remote
    }
    #expect(second?.automation(for: account).isMachine == false)
  }

  @Test func withoutATraceNobodyKnowsWhetherAReplyIsOut() async throws {
    guard let world = try await world() else { return }
    let connector = try world.connector()
    let answer = reply("Never posted.", to: .make(id: "nobody@customer.test"))
    guard case .inconclusive = try await connector.receipt(for: answer) else {
      Issue.record("only replyd files sent mail, so that nothing follows from its absence")
      return
    }
    let filed = try world.connector([.init("saveSent", false)])
    #expect(try await filed.receipt(for: answer) == .absent)
  }

  @Test func aReplyStaysOutWhenItCannotBeFiled() async throws {
    guard let world = try await world() else { return }
    let connector = try world.connector([.init("sentFolder", "Nowhere")])
    let start = try await drain(connector, from: nil)
    #expect(start.warnings.contains { $0.contains("sentFolder") })
    let mail = TestMail("File it?")
    try await world.put([mail.bytes])
    let parent = try #require(try await drain(connector, from: start.cursor).messages.first)
    let receipt = try await connector.post(reply("It is out.", to: parent))
    let out = try await world.mails(of: MailServer.customer)
    #expect(out.count { $0.messageID == receipt.remote } == 1)
    let next = try await connector.poll(after: start.cursor)
    #expect(next.warnings.contains { $0.contains("could not be put into \"Nowhere\"") })
  }

  @Test func anAddressThatDoesNotExistIsARejection() async throws {
    guard let world = try await world() else { return }
    let connector = try world.connector([.init("copyTo", .string(MailServer.brand))])
    let nobody = Message.make(
      id: "x@y.test", author: .make(handle: "nobody@shop.test"), visibility: .direct)
    for (parent, words) in [
      (nobody, "550"), (Message.make(author: .make(handle: "not mail")), "no address"),
    ] {
      let failure = await #expect(throws: DeliveryFailure.self) {
        _ = try await connector.post(reply("Anybody?", to: parent))
      }
      guard case .rejected(let why)? = failure else {
        Issue.record("\(String(describing: failure))")
        continue
      }
      #expect(why.contains(words))
    }
    let copies = try await world.mails(of: MailServer.brand).filter { $0.body.contains("Anybody?") }
    #expect(copies.isEmpty, "no copy of what did not go out")
  }

  @Test func aBounceIsToldAndNeverAnswered() async throws {
    guard let world = try await world() else { return }
    let connector = try world.connector()
    let start = try await drain(connector, from: nil)
    let parent = Message.make(
      id: "b1@away.test", author: .make(handle: MailServer.customer), visibility: .direct)
    let receipt = try await connector.post(reply("Will it arrive?", to: parent))
    // As the server that was to pass it on gives it back (RFC 3464).
    let report = """
      From: MAILER-DAEMON@shop.test
      To: \(MailServer.brand)
      Subject: Undelivered Mail Returned to Sender
      Message-ID: <\(UUID().uuidString)@shop.test>
      Return-Path: <>
      Content-Type: multipart/report; report-type=delivery-status; boundary=b

      --b

      It could not be delivered.
      --b
      Content-Type: message/delivery-status

      Reporting-MTA: dns; mail.shop.test

      Final-Recipient: rfc822; gone@away.test
      Action: failed
      Status: 5.1.1

      --b
      Content-Type: text/rfc822-headers

      Message-ID: <\(receipt.remote)>

      --b--

      """
    try await world.put([Data(report.replacing("\n", with: "\r\n").utf8)])
    let batch = try await drain(connector, from: start.cursor)
    #expect(
      batch.warnings.contains { $0.contains(receipt.remote) && $0.contains("gone@away.test") })
    #expect(batch.messages.allSatisfy(\.isAutomated) && !batch.messages.isEmpty)
  }

  @Test func whatAMachineMustNotAnswerHasRules() async throws {
    guard let world = try await world() else { return }
    let connector = try world.connector()
    let start = try await drain(connector, from: nil)
    var blind = TestMail("Blind copy.")
    blind.to = "someone@else.test"
    var silent = TestMail("Do not answer.")
    silent.from = "Shop <no-reply@bank.test>"
    var forged = TestMail("Not me.")
    forged.fields = ["Authentication-Results: mail.shop.test; dmarc=fail header.from=customer.test"]
    try await world.put([blind, silent, forged, TestMail("Answer me.")].map(\.bytes))
    let messages = try await drain(connector, from: start.cursor).messages
    try #require(messages.count == 4)
    for message in messages.prefix(3) {
      #expect(
        message.rules.contains { $0.limit == .never && $0.sender == .machine }, "\(message.text)")
      #expect(!message.isAutomated)
    }
    #expect(messages[3].rules.isEmpty)
    #expect(messages.map(\.isAddressed) == [false, true, true, true])
  }

  @Test func mailThatIsGoneFromTheFolderIsStillThere() async throws {
    guard let world = try await world() else { return }
    let connector = try world.connector()
    let start = try await drain(connector, from: nil)
    let mail = TestMail("Moved to another folder.")
    try await world.put([mail.bytes])
    let parent = try #require(try await drain(connector, from: start.cursor).messages.first)
    try await world.remove(whose: try #require(mail.id))
    #expect(try await connector.states(of: [parent]) == [.there])
    _ = try await connector.post(reply("Still answered.", to: parent))
    let out = try await world.mails(of: MailServer.customer)
    #expect(out.contains { $0.ownWords.hasPrefix("Still answered.") && $0.inReplyTo == mail.id })
  }

  @Test func aPageIsBoundedInMailsAndBytes() async throws {
    guard let world = try await world() else { return }
    let connector = try world.connector()
    let start = try await drain(connector, from: nil)
    let big = String(repeating: "All work and no play. ", count: 30_000)
    try await world.put((0..<10).map { TestMail("Big \($0). \(big)").bytes })
    var cursor = start.cursor
    var sizes: [Int] = []
    while true {
      let batch = try await connector.poll(after: cursor)
      sizes.append(batch.messages.count)
      cursor = batch.cursor ?? cursor
      if !batch.hasMore { break }
    }
    #expect(sizes.reduce(0, +) == 10 && sizes.allSatisfy { $0 <= 4 })
  }
}
