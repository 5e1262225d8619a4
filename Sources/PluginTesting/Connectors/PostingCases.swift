import PluginKit

extension ConnectorCase {
  static let posting = [
    ConnectorCase("each reply is out once, and has a receipt of its own") { run in
      let parents = try await run.receive(["Please answer me.", "And me."])
      let replies = [
        CaseRun.reply("We are looking into it.", to: parents[0], .acknowledgement),
        CaseRun.reply("It is fixed now & <done>.", to: parents[0]),
        CaseRun.reply("It is fixed now & <done>, too.", to: parents[1]),
      ]
      let connector = try await run.connect()
      var receipts: [Receipt] = []
      for reply in replies { receipts.append(try await connector.post(reply)) }
      run.check(Set(receipts.map(\.remote)).count == replies.count, "two replies share a receipt")
      for reply in replies.dropLast() {
        let count = try await run.count(of: reply.text)
        run.check(count == 1, "\(CaseRun.shown(reply.text)) is out \(count) times")
      }
    },
    ConnectorCase("a reply answers the message it was written for") { run in
      let parents = try await run.receive(["One.", "Two."])
      let receipt = try await run.connect().post(
        CaseRun.reply("This is for the second.", to: parents[1]))
      let post = try await run.driver.posts().last { $0.text.contains("This is for the second.") }
      run.check(post != nil, "\(receipt.remote) is not shown by the platform")
      if let parent = post?.inReplyTo {
        run.check(parent == parents[1].id.remote, "the reply stands below another message")
      }
    },
    ConnectorCase("a reply is found again after a restart, and not before it was posted") { run in
      let parents = try await run.receive(["Who finds it?"])
      let connector = try await run.connect()
      if connector.traits.idempotency == .none { throw CannotShow("posts cannot be read back") }
      let reply = CaseRun.reply("To be found again.", to: parents[0])
      let before = try await connector.receipt(for: reply)
      if case .found = before { run.note("a reply is found before it was posted") }
      let receipt = try await connector.post(reply)
      let other = CaseRun.reply("To be found again, not.", to: parents[0])
      let restarted = try await run.connect()
      let found = try await restarted.found(reply)
      run.check(found?.remote == receipt.remote, "a reply is not found, or another post is")
      if case .found = try await restarted.receipt(for: other) {
        run.note("another post is taken for a reply that is not out")
      }
    },
    ConnectorCase("a repeated key makes no second post") { run in
      let parents = try await run.receive(["Answer me once."])
      let connector = try await run.connect()
      switch connector.traits.idempotency {
      case .naturalKey, .expiringKey: break
      case .readBack, .none: throw CannotShow("the platform knows no keys")
      }
      let reply = CaseRun.reply("Only once.", to: parents[0])
      let receipt = try await connector.post(reply)
      let again = try await connector.post(reply)
      let restarted = try await run.connect().post(reply)
      run.check(again.remote == receipt.remote, "a repeated key gives another receipt")
      run.check(restarted.remote == receipt.remote, "a restart forgets the key")
      let count = try await run.count(of: reply.text)
      run.check(count == 1, "a repeated key posts \(count) times")
    },
  ]
}

extension Connector {
  fileprivate func found(_ reply: Reply) async throws -> Receipt? {
    if case .found(let receipt) = try await receipt(for: reply) { receipt } else { nil }
  }
}
