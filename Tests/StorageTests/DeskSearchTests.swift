import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Storage

/// People find handoffs by their words, whatever signs they type.
@Suite struct DeskSearchTests {
  @Test func allWordsOccurAndTheLastMayGoOn() async throws {
    let desk = try await DeskUnderTest()
    let parcel = try await desk.open(1, "My parcel has not come")
    let refund = try await desk.open(1, "My refund has not come")
    #expect(try await desk.found("parcel") == parcel)
    #expect(try await desk.found("come REF") == refund)
    #expect(try await desk.found("ref come").isEmpty)
    #expect(try await desk.found("parcel refund").isEmpty)
    #expect(try await desk.found("  ") == parcel + refund)
  }

  @Test func umlautsAreFoundWithAndWithoutDots() async throws {
    let desk = try await DeskUnderTest()
    let ids = try await desk.open(1, "Die Lieferung war zu spät, Grüße aus Köln")
    for typed in ["spät", "spat", "Ko\u{308}ln", "köl", "GRÜSSE", "grüße"] {
      let isThere = try await desk.found(typed) == ids
      // ß is a letter of its own.
      #expect(isThere == (typed != "GRÜSSE"), "\(typed)")
    }
  }

  @Test func anEmojiIsFoundAsItIs() async throws {
    let desk = try await DeskUnderTest()
    let angry = try await desk.open(1, "so late 😡")
    try await desk.open(1, "so late 🙂")
    #expect(try await desk.found("😡") == angry)
    #expect(try await desk.found("late 😡") == angry)
    #expect(try await desk.found("🚀").isEmpty)
  }

  @Test(arguments: [
    "\"", "\"\"", "it\"", "it \" where", "NEAR(", "NEAR(where it)", "*", "where*", "^where",
    "text : where", "{text} : where", "where AND", "where OR NOT", "NOT", "-where", "(where",
    "where + it", "%", "_", "\\", "'", "'; DROP TABLE handoff; --", "@", "@%", "@_", "@\\", "@\"",
    "\0where", "wh\0ere", "\u{202E}where", "\u{200B}", "नमस्ते where", "w\u{0301}\u{0301}here",
    "where?", "it?", String(repeating: "where ", count: 2000),
    String(repeating: "\"*(", count: 4000),
    String(repeating: "e\u{0301}", count: 9000), "@" + String(repeating: "%_\\", count: 3000),
  ])
  func noSignMeansAnythingToTheStore(_ typed: String) async throws {
    let desk = try await DeskUnderTest()
    let ids = try await desk.open(2, "Where is it?")
    let found = try await desk.found(typed)
    #expect(found.isEmpty || found == ids, "\(typed.prefix(40))")
    for queue in InboxQuery.Queue.allCases {
      _ = try await desk.ids(InboxQuery(queue, name: typed, team: typed, search: typed))
    }
  }

  @Test func aWordOfAnExpressionIsAWord() async throws {
    let desk = try await DeskUnderTest()
    let near = try await desk.open(1, "not near me or anywhere")
    try await desk.open(1, "me")
    #expect(try await desk.found("NOT me") == near)
    #expect(try await desk.found("NEAR OR") == near)
    #expect(try await desk.found("me AND") == [])
  }

  @Test func anAuthorIsFoundByTheBeginningOfTheHandle() async throws {
    let desk = try await DeskUnderTest()
    let han = try await desk.open(1, author: .make(id: "1", handle: "@Hanna_x@example.social"))
    let plain = try await desk.open(1, author: .make(id: "2", handle: "hanno"))
    try await desk.open(1, author: .make(id: "3", handle: "@johan"))
    #expect(try await desk.found("@han") == han + plain)
    #expect(try await desk.found("@hanna_") == han)
    #expect(try await desk.found("@h_nna").isEmpty)
    #expect(try await desk.found("@%").isEmpty)
    #expect(try await desk.found("@han nowhere").isEmpty)
    #expect(try await desk.found("where @hanno") == plain)
  }

  @Test func aBurstIsFoundByTheWordsOfEachOfItsMessages() async throws {
    let desk = try await DeskUnderTest()
    let test = desk.test
    try await test.take([
      .make("first apples", id: "1", conversation: "c"),
      .make("then pears", id: "2", createdAt: fixtureTime + .seconds(1), conversation: "c"),
    ])
    try await test.decideAll(.handoff, handoff: .make())
    #expect(try await desk.found("apples") == [1])
    #expect(try await desk.found("pears") == [1])
  }

  @Test func wordsThatWereChangedOrTakenBackAreNotFound() async throws {
    let desk = try await DeskUnderTest()
    try await desk.open(2, "oranges")
    var edited = Message.make("lemons", id: "m0", author: .make(id: "a0"), conversation: "c0")
    edited.editedAt = fixtureTime + .minutes(1)
    try await desk.test.take([edited], at: fixtureTime + .minutes(1))
    try await desk.test.decideAll(.handoff, handoff: .make(), at: fixtureTime + .minutes(2))
    #expect(try await desk.found("lemons") == [3])
    #expect(try await desk.found("oranges") == [2])
    try await desk.test.take([], deleted: ["m1"])
    #expect(try await desk.found("oranges").isEmpty)
    // The edited message is in the index once.
    #expect(try await desk.test.texts("SELECT id FROM messageWords_docsize") == ["1", "2"])
  }

  @Test func whatWasHandedOffBeforeTheIndexWasMadeIsFound() async throws {
    let desk = try await DeskUnderTest()
    try await desk.open(2, "old words")
    try await desk.test.sql(
      """
      DROP INDEX handoffInbox; DROP INDEX handoffEnded; DROP TABLE note; DROP TABLE macro;
      DROP TABLE messageWords; DROP TRIGGER wordsOfHandoff; DROP TRIGGER wordsChanged;
      DROP TRIGGER wordsGone; DELETE FROM grdb_migrations WHERE identifier = 'desk';
      """)
    let again = try await desk.test.reopened()
    let page = try await again.store.inbox(
      InboxQuery(name: "Ana", search: "old wor"), now: fixtureTime)
    #expect(page.rows.map(\.handoff.id) == [1, 2])
  }
}
