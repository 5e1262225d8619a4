import PluginKit

extension ConnectorCase {
  static let credentials = SpoiltCredentials.allCases.map { how in
    ConnectorCase("\(how) credentials are told as that, and nothing is lost until the repair") {
      run in
      let parents = try await run.receive(["Before it."])
      let start = try await run.begin()
      let reply = CaseRun.reply("Answered in spite of \(how) credentials.", to: parents[0])
      let old = try await run.connect()
      try await run.driver.spoilCredentials(how)
      let ids = try await run.driver.publish((1...3).map { Incoming("Meanwhile \($0).") })
      var polled = Polled(cursor: start)
      for connector in [old, try await run.connect()] {
        try await run.expectUnauthorised(connector, how, &polled)
      }
      let failure = await run.post(reply, by: try await run.connect()).failure
      try await run.driver.restoreCredentials()
      try await run.driver.pass(.minutes(10))
      polled.add(try await run.drain(run.connect(), from: polled.cursor))
      run.expect(ids, in: polled)
      guard let failure else {
        return run.check(how == .expired, "a post is taken with \(how) credentials")
      }
      if case .unknown = failure { run.note("a post that was refused is called unknown") }
      try await run.settle(reply, after: failure)
    }
  }
}

extension CaseRun {
  /// What has expired a connector may also renew by itself.
  fileprivate mutating func expectUnauthorised(
    _ connector: any Connector, _ how: SpoiltCredentials, _ polled: inout Polled
  ) async throws {
    do throws(PollFailure) {
      polled.take(try await connector.poll(after: polled.cursor))
      check(how == .expired, "a poll succeeds with \(how) credentials")
    } catch .unauthorised(let why) {
      hear(why)
      check(!why.isEmpty, "a refusal of the credentials says nothing")
    } catch {
      note("\(how) credentials are told as something else: \(error)")
    }
  }
}
