import PluginKit

/// A reply is never wider than its parent (P9).
extension ConnectorCase {
  static let visibility = [
    ConnectorCase("a reply wider than its parent is rejected") { run in
      var parent = try await run.receive(["Keep this to yourself."])[0]
      parent.visibility = .direct
      var reply = CaseRun.reply("Much too public.", to: parent)
      reply.visibility = .public
      let outcome = await run.post(reply, by: try await run.connect())
      if case .failed(.rejected) = outcome {
      } else {
        run.note("a reply wider than its parent is not rejected: \(outcome)")
      }
      let count = try await run.count(of: reply.text)
      run.check(count == 0, "a reply wider than its parent is out")
    },
    ConnectorCase("what was written in private is answered in private") { run in
      let incoming = [Incoming("This is private.", isPrivate: true)]
      let parent = try await run.receive(incoming)[0]
      run.check(!parent.visibility.isPublic, "a private message counts as public")
      let reply = CaseRun.reply("This stays private.", to: parent)
      _ = try await run.connect().post(reply)
      try await run.expectPrivate(reply)
    },
    ConnectorCase("what was written in public may be answered in private") { run in
      let incoming = [Incoming("This is public.", isPrivate: false)]
      let parent = try await run.receive(incoming)[0]
      run.check(parent.visibility.isPublic, "a public message counts as private")
      var reply = CaseRun.reply("Let us speak in private.", to: parent)
      reply.visibility = .direct
      switch await run.post(reply, by: try await run.connect()) {
      case .receipt: try await run.expectPrivate(reply)
      case .failed(.rejected): break
      case .failed(let failure): run.note("a private reply is neither out nor rejected: \(failure)")
      }
    },
  ]
}

extension CaseRun {
  fileprivate mutating func expectPrivate(_ reply: Reply) async throws {
    let posts = try await driver.posts().filter { $0.text.contains(reply.text) }
    check(posts.count == 1, "\(Self.shown(reply.text)) is out \(posts.count) times")
    check(posts.allSatisfy { $0.isPrivate ?? true }, "a private reply can be read by all")
  }
}
