import PluginKit

extension ConnectorCase {
  static let reading = [
    ConnectorCase("what it says of its platform makes sense") { run in
      let connector = try await run.connect()
      _ = try await connector.poll(after: nil)
      run.judge(connector.traits)
      let messages = try await run.receive(["Is anybody there?"])
      for rule in messages.flatMap(\.rules) { run.judge(rule) }
    },
    ConnectorCase("where nobody writes, nothing comes") { run in
      let start = try await run.begin()
      let again = try await run.drain(run.connect(), from: start)
      run.check(again.messages.isEmpty, "\(again.messages.count) messages come from nobody")
      let states = try await run.polledConnector().states(of: [])
      run.check(states.isEmpty, "no messages have states")
    },
    ConnectorCase("texts arrive as they were written") { run in
      let messages = try await run.receive(texts)
      for (message, text) in zip(messages, texts) where message.text != text {
        run.note("\(CaseRun.shown(text)) was read as \(CaseRun.shown(message.text))")
      }
      run.check(messages.allSatisfy { !$0.author.id.isEmpty }, "a message has no author")
    },
    ConnectorCase("messages come oldest first, and the same cursor gives the same") { run in
      let start = try await run.begin()
      let ids = try await run.driver.publish((1...170).map { Incoming("In order \($0).") })
      let polled = try await run.drain(run.connect(), from: start)
      var seen: Set<String> = []
      let order = polled.messages.map(\.id.remote).filter { seen.insert($0).inserted }
      run.check(order == ids, "\(ids.count) messages came as \(order.count), or in another order")
      let again = try await run.drain(run.connect(), from: start)
      run.check(again.ids == polled.ids, "the same cursor gives other messages after a restart")
      let first = try await run.connect().poll(after: start)
      let second = try await run.connect().poll(after: start)
      run.check(
        first.messages.map(\.id) == second.messages.map(\.id),
        "two polls of the same cursor do not agree")
      let rest = try await run.drain(run.connect(), from: polled.cursor)
      run.check(rest.ids.isSubset(of: polled.ids), "the last cursor gives messages nobody wrote")
    },
    everyMessageOnce,
  ]

  private static let everyMessageOnce = ConnectorCase(
    "of 10,000 messages none is missing and none comes as another, however the pages come"
  ) { run in
    let count = 10_000
    let late = 200
    let all = (1...count).map { number in
      Incoming("Bulk \(number).", author: "bulk\(number % 100)")
    }
    let start = try await run.begin()
    for disorder in PageDisorder.allCases {
      _ = try await run.attempt("\(disorder) pages") { try await $0.disturb(disorder) }
    }
    var ids = try await run.driver.publish(Array(all.dropLast(2 * late)))
    var polled = Polled(cursor: start)
    for _ in 0..<30 { polled.take(try await run.connect().poll(after: polled.cursor)) }
    var delayed = all.suffix(2 * late).prefix(late).map { message in
      var message = message
      message.isLate = true
      return message
    }
    let isShown = try await run.attempt("late messages") { ids += try await $0.publish(delayed) }
    if !isShown {
      for index in delayed.indices { delayed[index].isLate = false }
      ids += try await run.driver.publish(delayed)
    }
    ids += try await run.driver.publish(Array(all.suffix(late)))
    polled.add(try await run.drainPatiently(from: polled.cursor))
    let missing = ids.filter { polled.byID[$0] == nil }
    run.check(missing.isEmpty, "\(missing.count) of \(count) messages were never polled")
    let strangers = polled.ids.subtracting(ids)
    run.check(strangers.isEmpty, "\(strangers.count) messages came that nobody wrote")
    let changed = zip(ids, all).count { id, one in
      polled.byID[id].map { $0.text != one.text } ?? false
    }
    run.check(changed == 0, "\(changed) messages came with the text of another")
  }

  private static let texts = [
    "First.", "Third, with a\nline break.", "Fourth: 3 < 4 && \"quoted\" & <b>no tag</b>",
    "Zażółć gęślą jaźń 👩‍👩‍👧‍👦 مرحبا", "</p><script>alert(1)</script>", "a 'b' {\"c\":\"d\"} \\n",
    "日本語 🇩🇪 e\u{301}",
  ]
}

extension CaseRun {
  fileprivate mutating func judge(_ traits: ConnectorTraits) {
    check(traits.maxLength > 0, "maxLength is not positive")
    check(traits.maxInFlight > 0, "maxInFlight is not positive")
    check(traits.surfacesWithin >= .zero, "surfacesWithin is negative")
    check(traits.length("") == 0, "the empty text has a length")
    check(traits.length("ab") > traits.length("a"), "a longer text has no greater length")
    if case .expiringKey(let span) = traits.idempotency {
      check(span > .zero, "keys expire before they are used")
    }
    for rule in traits.eligibility { judge(rule) }
  }

  fileprivate mutating func judge(_ rule: EligibilityRule) {
    let isSentence = !rule.reason.isEmpty && !rule.reason.contains(where: \.isNewline)
    check(isSentence, "a rule's reason is no sentence: \(Self.shown(rule.reason))")
    switch rule.limit {
    case .never: break
    case .within(let span): check(span > .zero, "a rule's span is not positive: \(rule.reason)")
    case .atMost(let count): check(count > 0, "a rule counts to \(count): \(rule.reason)")
    }
  }
}
