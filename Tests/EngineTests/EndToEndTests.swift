import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

/// One message from the platform to its end.
@Suite struct EndToEndTests {
  @Test func aQuestionIsAnsweredOnceAndInTime() throws {
    try EngineRun.play { run in
      run.platform.write(.make("question"))
      try await run.untilSettled(1)
      #expect(run.platform.texts == ["Re: question"])
      #expect(run.notifier.told.isEmpty)
      let status = try await run.status()
      #expect(status.answered == 1)
      #expect(status.windowsMet["acknowledge"] == 1)
    }
  }

  @Test func aComplaintIsAcknowledgedAndHandedOff() throws {
    try EngineRun.play { run in
      run.platform.write(.make("complaint"))
      try await run.untilSettled(1)
      #expect(run.platform.posts.map(\.kind) == [.acknowledgement])
      #expect(run.notifier.told.map(\.team) == ["care"])
      #expect(run.notifier.told.first?.replies == ["Sorry: complaint"])
      let status = try await run.status()
      #expect(status.handedOff == 1 && status.acknowledged == 1)
      #expect(status.windowsRunning["human"] == 1)
    }
  }

  @Test func spamIsIgnoredWithItsReason() throws {
    try EngineRun.play { run in
      run.platform.write(.make("spam"))
      try await run.untilSettled(1)
      #expect(run.platform.attempts.isEmpty && run.notifier.told.isEmpty)
      #expect(try await run.status().ignored == ["stage0: spam": 1])
    }
  }

  @Test func silenceOfAllStagesIsAHandoff() throws {
    try EngineRun.play { run in
      run.platform.write(.make("hm"))
      try await run.untilSettled(1)
      #expect(run.notifier.told.map(\.reason) == ["no stage had an answer"])
    }
  }

  @Test func aFailingStageIsAHandoff() throws {
    try EngineRun.play { run in
      run.platform.write(.make("question throw"))
      try await run.untilSettled(1)
      #expect(run.platform.attempts.isEmpty)
      #expect(run.notifier.told.map(\.category) == ["stageFailure"])
    }
  }

  @Test func dangerHoldsItsConversationAndTellsAHuman() throws {
    try EngineRun.play { run in
      run.platform.write(.make("danger", id: "1", conversation: "c"))
      try await run.untilSettled(1)
      run.platform.write(
        .make("question", id: "2", createdAt: run.time.now, conversation: "c"),
        .make("question", id: "3", author: .make(id: "b"), createdAt: run.time.now))
      try await run.until("the other is answered") { run.platform.posts.count == 1 }
      try await run.pass(.minutes(10))
      #expect(run.platform.posts.map(\.parent.id.remote) == ["3"])
      #expect(try await run.status().repliesByState["held"] == 1)
      #expect(run.notifier.told.map(\.message.id.remote) == ["1"])
    }
  }

  @Test func aBurstIsAnsweredOnce() throws {
    var setup = EngineRun.Setup()
    setup.coalesce = .seconds(3)
    try EngineRun.play(setup) { run in
      for (id, text) in [("1", "hello"), ("2", "I have a"), ("3", "question")] {
        run.platform.write(.make(text, id: id, conversation: "c"))
      }
      try await run.untilSettled(3)
      #expect(run.platform.texts == ["Re: hello\nI have a\nquestion"])
    }
  }

  @Test func manyMessagesAllEndOnce() throws {
    try EngineRun.play { run in
      let words = ["question", "complaint", "spam", "hm", "promise", "throw"]
      for number in 0..<300 {
        run.platform.write(
          .make(
            words[number % 6], id: "\(number)", author: .make(id: "a\(number)"),
            createdAt: run.time.now))
      }
      try await run.untilSettled(300)
      let status = try await run.status()
      #expect(status.answered == 50 && status.ignoredTotal == 50 && status.handedOff == 200)
      #expect(Set(run.platform.posts.map(\.key)).count == 150)
      #expect(run.platform.attempts.count == 150)
    }
  }

  @Test func anEditBeforeTheReplyIsAnsweredInItsPlace() throws {
    try EngineRun.play { run in
      run.platform.write(.make("question"))
      run.platform.edit(
        .make("question, edited", editedAt: fixtureTime + .seconds(1)), isPolled: false)
      try await run.untilSettled(1)
      #expect(run.platform.texts == ["Re: question, edited"])
    }
  }

  @Test func anEditOfFormAloneDelaysTheReplyOnlyBriefly() throws {
    try EngineRun.play { run in
      run.platform.write(.make("question"))
      run.platform.edit(.make("QUESTION", editedAt: fixtureTime), isPolled: false)
      try await run.untilSettled(1)
      #expect(run.platform.texts == ["Re: question"])
    }
  }

  @Test(arguments: [true, false]) func aDeletedMessageGetsNoReply(_ isPolled: Bool) throws {
    try EngineRun.play { run in
      run.platform.write(.make("question"))
      run.platform.delete("1", isPolled: isPolled)
      try await run.untilSettled(1)
      #expect(run.platform.attempts.isEmpty)
      #expect(try await run.status().ignored == ["deleted by its author": 1])
    }
  }

  @Test func aPrivateMessageGetsAPrivateAnswer() throws {
    try EngineRun.play { run in
      run.platform.write(.make("question", visibility: .direct))
      try await run.untilSettled(1)
      #expect(run.platform.posts.map(\.visibility) == [.direct])
    }
  }

  @Test func aDraftIsSentOnlyOnceApproved() throws {
    var setup = EngineRun.Setup()
    setup.mode = .draft
    try EngineRun.play(setup) { run in
      run.platform.write(.make("question"))
      try await run.until("a draft waits") {
        try await !run.store.drafts(limit: 9).isEmpty
      }
      try await run.pass(.minutes(5))
      #expect(run.platform.attempts.isEmpty)
      let draft = try #require(try await run.store.drafts(limit: 9).first)
      _ = try await run.store.approve(draft: draft.id, text: nil, by: "ana", at: run.time.now)
      run.daemon.wake()
      try await run.untilSettled(1)
      #expect(run.platform.texts == ["Re: question"])
    }
  }

  @Test func aDraftNobodyApprovesIsHandedOffAtThreeQuartersOfItsWindow() throws {
    var setup = EngineRun.Setup()
    setup.mode = .draft
    try EngineRun.play(setup) { run in
      run.platform.write(.make("question"))
      try await run.untilSettled(1)
      #expect(run.time.now >= fixtureTime + .minutes(45))
      #expect(run.time.now < fixtureTime + .minutes(46))
      #expect(run.platform.attempts.isEmpty)
      #expect(run.notifier.told.map(\.reason) == ["nobody approved the draft in time"])
    }
  }
}
