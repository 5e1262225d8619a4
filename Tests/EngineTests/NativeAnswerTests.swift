import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Engine

/// A person answered on the platform before our reply went out.
@Suite struct NativeAnswerTests {
  /// The next post waits, and meanwhile a person answers.
  private static func delayed(
    _ text: String, _ check: @escaping @Sendable (EngineRun) async throws -> Void
  ) throws {
    try EngineRun.play { run in
      run.platform.nextPosts(.retry(after: .minutes(10)))
      run.platform.write(.make(text))
      try await run.until("it was tried") { run.platform.attempts.count == 1 }
      run.platform.answerNatively("1")
      try await run.until("the message is closed") { try await run.status().open == 0 }
      try await check(run)
    }
  }

  @Test func ourReplyIsNotSentAndTheMessageIsAnswered() throws {
    try Self.delayed("question") { run in
      #expect(run.platform.posts.isEmpty)
      #expect(try await run.status().answered == 1)
      let why = try await run.store.why("test/1")
      #expect(why?["message"]?["closing"]?.string == "answered")
      #expect(why?["message"]?["closingDetail"]?.string?.contains("native-1") == true)
      #expect(why?["message"]?["conversationOwner"]?.string == "human")
      #expect(why?["replies"]?.array?.first?["state"]?.string == "superseded")
    }
  }

  @Test func whatTheCustomerWritesNextIsThePersons() throws {
    try Self.delayed("question") { run in
      run.platform.write(
        .make("question again", id: "2", createdAt: run.time.now, conversation: "1"))
      try await run.untilSettled(2)
      #expect(run.platform.posts.isEmpty)
      #expect(try await run.status().handedOff == 1)
    }
  }

  /// Only posts that we did not make are a person's.
  @Test func ourOwnAcknowledgementIsNoPersonsAnswer() throws {
    try EngineRun.play { run in
      run.platform.write(.make("question"))
      try await run.untilSettled(1)
      run.platform.edit(.make("question two", editedAt: run.time.now))
      try await run.until("the edit is answered") { run.platform.posts.count == 2 }
      #expect(run.platform.texts == ["Re: question", "Re: question two"])
    }
  }
}
