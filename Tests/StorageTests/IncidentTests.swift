import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Storage

/// Incidents: their steps are done once, their holds cover what they say, and people end them.
@Suite struct IncidentTests {
  private static func procedure(_ json: String) throws -> Procedure {
    var issues: [SettingsIssue] = []
    let procedure = Procedure.decode(
      try JSONReader.read(Array(json.utf8)), file: "test",
      source: FolderSettings(URL(filePath: "/")),
      issues: &issues)
    guard issues.isEmpty else { throw SettingsIssues(issues) }
    return procedure
  }

  private static func plan(_ json: String, category: String = "safety") throws -> PlannedIncident {
    PlannedIncident(
      try procedure(json), named: "recall", category: category, severity: 0.9,
      staleAfter: .hours(12), brand: .make(), at: fixtureTime)
  }

  /// A store with a severe message whose decision opened an incident.
  private func opened(_ json: String, before: [Message] = []) async throws -> StoreUnderTest {
    let test = try await StoreUnderTest()
    if !before.isEmpty {
      try await test.take(before)
      try await test.decideAll(.answer, reply: .make())
    }
    try await test.take([.make("my kettle burned me", id: "severe", author: .make(id: "ana"))])
    try await test.decideAll(
      .handoff, handoff: .make(), incident: try Self.plan(json))
    return test
  }

  @discardableResult
  private func performDue(_ test: StoreUnderTest, at: Date = fixtureTime) async throws -> [String] {
    var outcomes: [String] = []
    while let step = try await test.store.dueSteps(limit: 1, now: at).first {
      let effect: StepRun.Effect =
        switch step.action {
        case .hold(.all, _): .hold(.everything)
        case .hold(_, let words): .hold(.topic(TopicWords(text: words.joined(separator: ","))))
        case .tell(let notifiers, _, _): .tell(notifiers.map { Recipient(notifier: $0) })
        case .say(let words, let listeners, let mode): .say(words, to: listeners, mode)
        }
      let run = StepRun(step, effect, config: test.config, at: at)
      outcomes.append(try await test.store.perform(run) ?? "nothing")
      #expect(try await test.store.perform(run) == nil, "a step is done once")
    }
    return outcomes
  }

  private func agree(_ test: StoreUnderTest, _ name: String, _ person: String? = nil) async throws
    -> IncidentRow?
  {
    try await test.store.resume(
      IncidentAgreement(incident: 1, by: name, person: person, at: fixtureTime))
  }

  @Test func stepsWaitForTheirTimeAndForEachOther() async throws {
    let test = try await opened(
      #"{"steps": [{"notify": "a"}, {"notify": "b", "after": "5m"}, {"notify": "c", "after": "5m"}]}"#
    )
    #expect(try await performDue(test) == ["telling a"])
    #expect(try await test.store.nextStep() == fixtureTime + .minutes(5))
    #expect(
      try await performDue(test, at: fixtureTime + .minutes(6)) == ["telling b", "telling c"])
    #expect(try await test.store.nextStep() == nil)
    #expect(
      try await test.texts("SELECT notifier FROM notification WHERE occasion = 'incident'")
        == ["a", "b", "c"])
  }

  @Test func whoeverTheHandoffTellsIsNotToldAgain() async throws {
    let test = try await opened(#"{"steps": [{"notify": ["desk", "head"]}]}"#)
    let told = try await test.texts("SELECT notifier FROM notification WHERE occasion = 'opened'")
    let step = try #require(try await test.store.dueSteps(limit: 1, now: fixtureTime).first)
    let all = told.map { Recipient(notifier: $0) } + [Recipient(notifier: "head")]
    let outcome = try await test.store.perform(
      StepRun(step, .tell(all), config: test.config, at: fixtureTime))
    #expect(outcome == "telling head" && !told.isEmpty)
  }

  @Test func aHoldOnATopicKeepsBackWhatIsAboutItAndCountsIt() async throws {
    let test = try await opened(
      #"{"steps": [{"hold": "topic", "words": ["kettle*"]}]}"#,
      before: [
        .make("is the KETTLE dishwasher safe?", id: "1", author: .make(id: "ben")),
        .make("when do you open", id: "2", author: .make(id: "cat")),
      ])
    #expect(try await performDue(test) == ["on hold: topic:kettle*; 1 replies kept back"])
    #expect(try await test.states("reply") == ["held", "queued"])
    #expect(try await test.store.covered(by: .topic(TopicWords(text: "open"))) == ["test": 1])
    let record = try #require(try await test.store.incident(1))
    #expect(record.replies.held == 1 && record.replies.waiting == 1 && record.row.holding == 1)
    _ = try await agree(test, "Ann")
    #expect(try await test.states("reply") == ["queued", "queued"])
    #expect(try await test.store.incident(1)?.replies.onTheirWay == 1)
    #expect(try await test.violations().isEmpty)
  }

  @Test func nobodyElseEndsWhatAnIncidentHolds() async throws {
    let test = try await opened(#"{"steps": [{"hold": "all"}]}"#)
    try await performDue(test)
    #expect(try await test.store.release(nil, by: "ana", at: fixtureTime) == 0)
    #expect(try await test.store.holds().map(\.incident) == [1])
  }

  @Test func twoDifferentPeopleMustAgreeWhereTheProcedureSaysSo() async throws {
    let test = try await opened(
      #"{"steps": [{"hold": "all"}, {"notify": "a", "after": "1h"}], "resume": {"people": 2}}"#)
    try await performDue(test)
    #expect(try await agree(test, "Ann", "ann")?.resumedAt == nil)
    #expect(try await agree(test, "Ann", "ann")?.agreed == ["Ann"], "twice is once")
    let ended = try await agree(test, "Bo", "bo")
    #expect(ended?.resumedAt == fixtureTime && ended?.agreed == ["Ann", "Bo"])
    #expect(try await test.store.holds().isEmpty)
    #expect(try await agree(test, "Cy", "cy") == nil, "it has ended")
    #expect(try await performDue(test, at: fixtureTime + .hours(2)) == [], "its steps with it")
    let record = try #require(try await test.store.incident(1))
    #expect(record.steps.last?.outcome == "not done: the incident ended")
    #expect(record.events.map(\.kind).filter { $0 == "agreed" }.count == 2)
  }

  @Test func aStatementIsSaidOnceAnAuthorAndPassesItsOwnHold() async throws {
    let test = try await opened(
      #"{"steps": [{"hold": "all"}, {"say": {"de": "Ja", "en": "Hi {{author}}"}, "mode": "auto", "to": "held"}]}"#,
      before: [
        .make("one", id: "1", author: .make(id: "ben", name: "Ben")),
        .make("two", id: "2", author: .make(id: "ben", name: "Ben"), conversation: "c2"),
      ])
    #expect(try await performDue(test).last == "holding statement to 2 authors")
    let said = try await test.texts(
      "SELECT text FROM reply WHERE kind = 'holdingStatement' AND state = 'queued' ORDER BY id")
    #expect(said.count == 2 && said.contains("Ja"), "without a known language: the first one")
    try await test.take([.make("three", id: "3", author: .make(id: "dan"))])
    try await test.decideAll(.answer, reply: .make())
    try await test.take([.make("four", id: "4", author: .make(id: "dan"), conversation: "c4")])
    try await test.decideAll(.answer, reply: .make())
    #expect(
      try await test.texts("SELECT count(*) FROM reply WHERE kind = 'holdingStatement'") == ["3"])
    #expect(
      try await test.texts("SELECT count(*) FROM reply WHERE kind = 'answer' AND state = 'held'")
        == ["4"])
    #expect(
      Set(try await test.sendable().map(\.reply.kind)) == [.holdingStatement], "nothing else goes")
    _ = try await test.store.hold(.everything, reason: "all", by: "ana", at: fixtureTime)
    #expect(try await test.sendable().isEmpty, "a person's hold lets no statement pass")
  }

  @Test func anAnswerGoesOutAfterTheStatementThatCameBeforeIt() async throws {
    let test = try await opened(
      #"{"steps": [{"hold": "all"}, {"say": {"en": "We know"}, "mode": "auto", "to": "held"}]}"#,
      before: [.make("one", id: "1", author: .make(id: "ben"))])
    try await performDue(test)
    try await test.settleAll(try await test.beginAll(), .posted(Receipt(remote: "s")))
    #expect(
      try await test.texts(
        "SELECT outcome FROM deadline WHERE message = 1 AND kind IN ('acknowledge', 'stale')")
        == ["met", "NULL"], "its own clock goes on")
    _ = try await agree(test, "Ann")
    #expect(try await test.sendable().map(\.reply.kind) == [.answer])
    #expect(try await test.violations().isEmpty)
  }

  @Test func whatIsUrgentGoesFirst() async throws {
    let test = try await StoreUnderTest()
    for (id, urgency) in [("1", Urgency.normal), ("2", .critical), ("3", .high)] {
      try await test.take([.make(id: id, author: .make(id: id))])
      var reply = PlannedReply.make()
      reply.urgency = urgency
      try await test.decideAll(.answer, reply: reply)
    }
    #expect(try await test.sendable().map(\.reply.parent.id.remote) == ["2", "3", "1"])
  }

  @Test func messagesOfOneCategoryShareAnIncidentWhereTheProcedureSaysSo() async throws {
    let json =
      #"{"onePer": "category", "steps": [{"say": {"en": "We know"}, "mode": "auto"}]}"#
    let test = try await opened(json)
    try await performDue(test)
    for (id, author) in [("b", "ben"), ("c", "ben"), ("d", "dan")] {
      try await test.take([.make("leak", id: id, author: .make(id: author))])
      try await test.decideAll(.handoff, handoff: .make(), incident: try Self.plan(json))
    }
    let row = try #require(try await test.store.incidents(openOnly: true, limit: 10).first)
    #expect(row.messages == 4 && row.severity == 0.9)
    #expect(try await test.texts("SELECT count(*) FROM incidentStatement") == ["3"])
    _ = try await agree(test, "Ann")
    try await test.take([.make("leak", id: "e", author: .make(id: "eve"))])
    try await test.decideAll(.handoff, handoff: .make(), incident: try Self.plan(json))
    #expect(try await test.store.incidents(openOnly: false, limit: 10).map(\.id) == [2, 1])
  }

  @Test func aForgottenAuthorLeavesTheIncidentWithoutTheirMessage() async throws {
    let test = try await opened(
      #"{"steps": [{"hold": "all"}, {"notify": "a", "after": "1h"}]}"#)
    let step = try #require(try await test.store.dueSteps(limit: 1, now: fixtureTime).first)
    _ = try await test.store.perform(
      StepRun(step, .hold(.everything), config: test.config, at: fixtureTime))
    _ = try await test.store.forget("test/ana", at: fixtureTime)
    let record = try #require(try await test.store.incident(1))
    #expect(record.row.message == nil && record.row.messages == 0 && record.row.text == nil)
    #expect(record.steps.last?.outcome == "not done: the message was removed")
    #expect(try await test.store.dueSteps(limit: 9, now: fixtureTime + .hours(2)).isEmpty)
    #expect(try await test.store.holds().count == 1, "the hold is people's to end")
    #expect(try await agree(test, "Ann")?.resumedAt != nil)
  }

  @Test func aPersonOpensAnIncidentForAMessageThatWasAnswered() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make("where is my order", id: "1")])
    let plan = try Self.plan(#"{"steps": [{"notify": "a"}]}"#)
    func open() async throws -> IncidentRow? {
      try await test.store.open(
        plan, message: "test/1", by: "Ann", handoff: .make(), at: fixtureTime)
    }
    #expect(try await open() == nil, "it is not decided yet")
    try await test.decideAll(.answer, reply: .make())
    #expect(try await open()?.openedBy == "Ann")
    #expect(try await open() == nil, "an incident has it")
    #expect(try await performDue(test) == ["telling a"])
  }

  /// The rule of the gate and the rule of the store are the same.
  @Test func theGateAndTheStoreCoverTheSameReplies() async throws {
    let scopes: [Hold.Scope] = [
      .everything, .connector("test"), .connector("other"), .conversation(1), .conversation(3),
      .topic(TopicWords(text: "kettle*, open")), .audience(.public), .audience(.private),
    ]
    let test = try await StoreUnderTest()
    try await test.take([
      .make("my kettles", id: "1", author: .make(id: "1"), visibility: .public),
      .make("nothing", id: "2", author: .make(id: "2"), visibility: .direct),
      .make("are you OPEN", id: "3", author: .make(id: "3"), visibility: .unlisted),
      .make("shut", id: "4", author: .make(id: "4"), visibility: .followers),
    ])
    for claimed in try await test.claim() {
      var reply = PlannedReply.make()
      reply.visibility = claimed.message.visibility
      try await test.store.decide([test.decided(claimed, .answer, reply: reply)])
    }
    for kind in Reply.Kind.allCases {
      try await test.sql("UPDATE reply SET kind = '\(kind.rawValue)'")
      for (scope, isIncident) in scopes.flatMap({ [($0, false), ($0, true)] }) {
        let rule = HoldRule(scope: scope, isIncident: isIncident)
        let expected = try await test.sendable().filter {
          rule.covers($0.reply, conversation: $0.conversation.row)
        }.count
        try await test.sql(
          """
          INSERT INTO hold(scope, target, reason, by, at, afterAttempt, incident)
          VALUES('\(scope.name)', \(scope.target.map { "'\($0)'" } ?? "NULL"), '', '', 0, 0,
            \(isIncident ? "9" : "NULL"))
          """)
        let covered = try await test.texts(
          "SELECT count(*) FROM reply, hold h WHERE h.releasedAt IS NULL AND \(Holds.cover())")
        #expect(covered == ["\(expected)"], "\(kind) \(rule)")
        try await test.sql("DELETE FROM hold")
      }
    }
  }
}
