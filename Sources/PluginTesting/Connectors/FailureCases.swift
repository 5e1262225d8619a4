import PluginKit

/// What goes wrong between two computers.
extension ConnectorCase {
  static let failures =
    postFaults.map(postCase) + pollFaults.map(pollCase) + receiptFaults.map(receiptCase)

  private static let postFaults: [Fault] = [
    .neverWritten, .lostRequest, .lostAnswer, .halfAnswer, .htmlError(acted: false),
    .htmlError(acted: true),
  ]
  private static let pollFaults: [Fault] = [
    .neverWritten, .lostRequest, .lostAnswer, .halfAnswer, .htmlError(acted: false),
  ]
  private static let receiptFaults: [Fault] = [
    .neverWritten, .lostAnswer, .halfAnswer, .htmlError(acted: false), .throttled(.none),
  ]

  private static func postCase(_ fault: Fault) -> ConnectorCase {
    ConnectorCase("a post that meets \(fault.name) is told as what it is, and is out once") { run in
      let parents = try await run.receive(["Answer me in a storm."])
      let reply = CaseRun.reply("Answer in a storm: \(fault.name).", to: parents[0])
      let connector = try await run.connect()
      _ = try await connector.poll(after: nil)
      try await run.driver.fail(.post, with: fault, skipping: 0)
      let outcome = await run.post(reply, by: connector)
      try await run.driver.heal()
      guard let failure = outcome.failure else {
        run.check(fault == .halfAnswer, "a receipt comes although the answer did not")
        let count = try await run.count(of: reply.text)
        return run.check(count == 1, "a reply with a receipt is out \(count) times")
      }
      run.judge(failure, after: fault)
      try await run.settle(reply, after: failure)
    }
  }

  private static func pollCase(_ fault: Fault) -> ConnectorCase {
    ConnectorCase("a poll that meets \(fault.name) loses nothing") { run in
      var polled = Polled(cursor: try await run.begin())
      let ids = try await run.driver.publish((1...100).map { Incoming("Storm \($0).") })
      let connector = try await run.connect()
      try await run.driver.fail(.poll, with: fault, skipping: 0)
      do throws(PollFailure) {
        polled.take(try await connector.poll(after: polled.cursor))
        // What only asks may be asked again at once; a refusal has to be told.
        let isRefused = fault == .neverWritten || fault == .htmlError(acted: false)
        run.check(!isRefused, "\(fault.name) is taken for a page")
      } catch {
        run.judge(error, after: fault)
      }
      try await run.driver.heal()
      // Long enough for any door that the connector closed for itself.
      try await run.driver.pass(.minutes(10))
      polled.add(try await run.drain(connector, from: polled.cursor))
      run.expect(ids, in: polled)
    }
  }

  private static func receiptCase(_ fault: Fault) -> ConnectorCase {
    ConnectorCase("a search for our post that meets \(fault.name) never calls it absent") { run in
      let parents = try await run.receive(["Was I answered?"])
      let connector = try await run.connect()
      if connector.traits.idempotency == .none { throw CannotShow("posts cannot be read back") }
      let reply = CaseRun.reply("You were: \(fault.name).", to: parents[0])
      _ = try await connector.post(reply)
      try await run.driver.fail(.receipt, with: fault, skipping: 0)
      do throws(PollFailure) {
        let answer = try await connector.receipt(for: reply)
        run.check(answer != .absent, "a post that is out is called absent")
      } catch {
        run.hear("\(error)")
      }
    }
  }
}

extension CaseRun {
  fileprivate mutating func judge(_ failure: DeliveryFailure, after fault: Fault) {
    switch (fault, failure) {
    case (_, .rejected): break  // `settle` tells of it
    case (.neverWritten, .unknown):
      note("what was never written is called unknown: \(failure)")
    case (.lostAnswer, .retry), (.halfAnswer, .retry), (.htmlError(acted: true), .retry):
      note("a post that may be out is called retryable: \(failure)")
    default: break
    }
  }

  fileprivate mutating func judge(_ failure: PollFailure, after fault: Fault) {
    hear("\(failure)")
    switch failure {
    case .retry: break
    case .malformed where fault == .halfAnswer: break
    case .malformed, .unauthorised: note("\(fault.name) is told as something lasting: \(failure)")
    }
  }
}

extension Fault {
  /// For the names of cases.
  var name: String {
    switch self {
    case .neverWritten: "a closed door"
    case .lostRequest: "a connection that ends before the platform acts"
    case .lostAnswer: "a connection that ends after the platform acted"
    case .halfAnswer: "half an answer"
    case .throttled(.seconds): "a rate limit that names seconds"
    case .throttled(.date): "a rate limit that names a date"
    case .throttled(.own): "a rate limit told the platform's own way"
    case .throttled(.none): "a rate limit without a hint"
    case .htmlError(acted: false): "a web page in place of an answer"
    case .htmlError(acted: true): "a web page in place of an answer, although the platform acted"
    }
  }
}
