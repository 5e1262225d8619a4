import PluginKit

/// Rate limits: the platform says "not now", proven not to have acted.
extension ConnectorCase {
  static let throttling = hints.map(pollCase) + hints.map(postCase)

  private static let hints: [ThrottleHint] = [.seconds(97), .date(97), .own(97), .none]

  private static func pollCase(_ hint: ThrottleHint) -> ConnectorCase {
    let fault = Fault.throttled(hint)
    return ConnectorCase("a poll heeds \(fault.name), and loses nothing") { run in
      let start = try await run.begin()
      let ids = try await run.driver.publish([Incoming("Slowly."), Incoming("Very slowly.")])
      let connector = try await run.connect()
      try await run.driver.fail(.poll, with: fault, skipping: 0)
      do throws(PollFailure) {
        _ = try await connector.poll(after: start)
        run.note("a refused poll gives a page")
      } catch .retry(let wait, let why) {
        run.hear(why)
        run.judge(wait, hint)
        try await run.driver.heal()
        try await run.driver.pass(wait ?? .minutes(10))
        run.expect(ids, in: try await run.drain(connector, from: start))
      } catch {
        run.note("a rate limit is told as something lasting: \(error)")
      }
    }
  }

  private static func postCase(_ hint: ThrottleHint) -> ConnectorCase {
    let fault = Fault.throttled(hint)
    return ConnectorCase("a post heeds \(fault.name), and is out once") { run in
      let parents = try await run.receive(["Answer me slowly."])
      let reply = CaseRun.reply("Slow answer: \(fault.name).", to: parents[0])
      let connector = try await run.connect()
      _ = try await connector.poll(after: nil)
      try await run.driver.fail(.post, with: fault, skipping: 0)
      let outcome = await run.post(reply, by: connector)
      try await run.driver.heal()
      switch outcome {
      case .failed(.retry(let wait, let why)):
        run.judge(wait, hint)
        try await run.settle(reply, after: .retry(after: wait, why))
      case .failed(let failure): run.note("a refused post is not called retryable: \(failure)")
      case .receipt: run.note("a refused post has a receipt")
      }
    }
  }
}

extension CaseRun {
  fileprivate mutating func judge(_ wait: Duration?, _ hint: ThrottleHint) {
    guard let seconds = hint.seconds else { return }
    guard let wait else { return note("the platform's word how long to wait is not heeded") }
    // A date has whole seconds.
    let least = Duration.seconds(seconds - 1)
    let most = Duration.seconds(seconds + 60)
    check((least...most).contains(wait), "\(seconds) s to wait are told as \(wait)")
  }
}
