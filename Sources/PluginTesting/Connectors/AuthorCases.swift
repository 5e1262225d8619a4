import PluginKit

/// replyd never answers itself, another bot or an auto-reply (P7).
extension ConnectorCase {
  static let authors = [
    ConnectorCase("our own replies do not come back as messages") { run in
      let start = try await run.begin()
      let parent = try await run.receive(["Tell me something."])[0]
      // So that a connector that reads our own posts now and then has begun to.
      var polled = try await run.drainPatiently(from: start)
      let receipt = try await run.connect().post(CaseRun.reply("Something.", to: parent))
      polled.add(try await run.drainPatiently(from: polled.cursor))
      run.check(polled.byID[receipt.remote] == nil, "our own post comes as a message")
      run.check(!polled.messages.contains { $0.text.contains("Something.") }, "our words come back")
      run.check(polled.byID[parent.id.remote] != nil, "the customer's message was never polled")
    },
    ConnectorCase("what a person writes with the brand's account is no message, but told") { run in
      let start = try await run.begin()
      let parent = try await run.receive(["May a person answer?"])[0]
      let begun = try await run.drainPatiently(from: start)
      let answer = try await run.driver.publishAsOurselves(
        "A person answers.", to: parent.id.remote)
      var own = [answer]
      _ = try await run.attempt("a post that answers nothing") {
        own.append(try await $0.publishAsOurselves("A person speaks up.", to: nil))
      }
      let polled = try await run.drainPatiently(from: begun.cursor)
      for id in own {
        run.check(polled.byID[id] == nil, "a post of our own account comes as a message")
      }
      let told = polled.ownPosts.contains {
        $0.remote == answer && $0.inReplyTo == parent.id.remote
      }
      let states = try await run.polledConnector().states(of: [parent])
      let isAnswered = states.contains { state in
        if case .answered(let posts) = state {
          posts.contains { $0.remote == answer }
        } else {
          false
        }
      }
      run.check(told || isAnswered, "nobody is told that a person has answered")
    },
    ConnectorCase("what a machine wrote is marked as that, and nothing else is") { run in
      let start = try await run.begin()
      let ids = try await run.driver.publish([
        Incoming("A person writes.", author: "human"),
        Incoming("I am out of office.", author: "machine", isBot: true),
        Incoming("Another person writes.", author: "human"),
      ])
      let polled = try await run.drain(run.connect(), from: start)
      run.expect([ids[0], ids[2]], in: polled)
      for message in polled.byID.values {
        let isMarked = message.isAutomated || message.author.isBot
        let isMachine = message.id.remote == ids[1]
        run.check(isMarked == isMachine, "\(CaseRun.shown(message.text)) is marked wrongly")
      }
      run.check(
        polled.byID[ids[0]]?.author.id == polled.byID[ids[2]]?.author.id,
        "one author has two ids")
    },
  ]
}
