import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage
import Testing

@Suite struct InboxTests {
  @Test func aPageAndItsCursorCommitTogether() async throws {
    let test = try await StoreUnderTest()
    let result = try await test.take([.make(id: "1"), .make(id: "2")], cursor: "page-1")
    #expect(result.new == 2)
    #expect(try await test.store.cursor(of: "test") == Cursor("page-1"))
  }

  /// P1: the third message of the page cannot be stored.
  @Test func aPageThatFailsInTheMiddleLeavesNeitherMessagesNorCursor() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "0")], cursor: "before")
    try await test.sql(
      """
      CREATE TRIGGER fail BEFORE INSERT ON message WHEN new.remote = '3'
      BEGIN SELECT RAISE(ABORT, 'planted'); END
      """)
    await #expect(throws: (any Error).self) {
      try await test.take(["1", "2", "3", "4"].map { .make(id: $0) }, cursor: "after")
    }
    #expect(try await test.texts("SELECT remote FROM message") == ["0"])
    #expect(try await test.texts("SELECT count(*) FROM event") == ["1"])
    #expect(try await test.store.cursor(of: "test") == Cursor("before"))
  }

  @Test(arguments: HostileMessages.all)
  func aRepeatedMessageChangesNothing(_ message: Message) async throws {
    let test = try await StoreUnderTest()
    try await test.take([message])
    try await test.decideAll(.answer, reply: .make())
    let result = try await test.take([message, message])
    #expect(result.repeated == 2 && result.new == 0 && result.edited == 0)
    #expect(try await test.states() == ["decided"])
    #expect(try await test.states("reply") == ["queued"])
    #expect(try await test.texts("SELECT cycle FROM message") == ["1"])
  }

  @Test func whatThePlatformAllowsIsStoredAndAnEditChangesIt() async throws {
    let test = try await StoreUnderTest()
    let rules = [
      EligibilityRule(.within(.hours(24)), for: .machine, scope: .privately, because: "a day"),
      EligibilityRule(.atMost(1), because: "one"), EligibilityRule(.never, because: "no"),
    ]
    try await test.take([.make(isAddressed: false, rules: rules)])
    let read = try await test.claim().first?.message
    #expect(read?.isAddressed == false && read?.rules == rules)
    let later = fixtureTime + .minutes(1)
    try await test.take([.make("other words", editedAt: later, isAddressed: true)], at: later)
    let changed = try await test.claim(at: later).first?.message
    #expect(changed?.isAddressed == true && changed?.rules == [])
  }

  @Test func anEditComesFromItsAuthor() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make("Where is it?")])
    let other = Message.make("Send it to me.", author: .make(id: "a2", handle: "@bo"))
    let results = try await [test.take([other]), test.take([other])]
    #expect(results.map(\.edited) == [0, 0] && results.map(\.new) == [1, 0])
    #expect(
      try await test.texts("SELECT remote || ': ' || text FROM message ORDER BY id")
        == ["1: Where is it?", "1 by a2: Send it to me."])
  }

  /// Whoever turned to us in the first of three messages has done so; every one's rules bind.
  @Test func aBurstHasTheRulesOfAll() async throws {
    let test = try await StoreUnderTest()
    let rule = EligibilityRule(.never, for: .machine, because: "a blind copy")
    try await test.take([
      .make("One", id: "1", conversation: "c", isAddressed: true),
      .make("two", id: "2", conversation: "c", isAddressed: false, rules: [rule]),
      .make("three", id: "3", conversation: "c", isAddressed: false),
    ])
    let read = try await test.claim().first?.message
    #expect(read?.text == "One\ntwo\nthree")
    #expect(read?.isAddressed == true && read?.rules == [rule])
  }

  @Test func anEditOpensANewCycleAndSupersedesWhatIsUnsent() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make("Where is it?")])
    try await test.decideAll(.answer, reply: .make())
    let edited = fixtureTime + .minutes(5)
    let result = try await test.take(
      [.make("Where is it? It burnt my child", editedAt: edited)], at: edited)
    #expect(result.edited == 1)
    #expect(try await test.states("reply") == ["superseded"])
    let claimed = try await test.claim(at: edited)
    #expect(claimed.map(\.cycle) == [2])
    #expect(claimed.first?.message.text == "Where is it? It burnt my child")
    #expect(
      try await test.texts(
        "SELECT count(*) FROM deadline WHERE cycle = 1 AND firedAt IS NULL") == ["0"])
    #expect(
      try await test.texts(
        "SELECT min(acknowledgeBy, humanBy) > createdAt + 300000 FROM message") == ["1"])
  }

  @Test func anEditClosesTheWaitingHandoffAndTheNewCycleMayOpenItsOwn() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    try await test.decideAll(.handoff, handoff: .make())
    let later = fixtureTime + .minutes(1)
    try await test.take([.make("other words", editedAt: later)], at: later)
    #expect(try await test.states("handoff") == ["closed"])
    #expect(try await test.states("notification") == ["void"])
    try await test.decideAll(.handoff, handoff: .make(), at: later)
    #expect(try await test.states("handoff") == ["closed", "open"])
  }

  @Test(arguments: ["WHERE is  my order?", "Where is my order?\n"])
  func anEditOfFormAloneKeepsTheCycleAndTheReply(_ text: String) async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make("Where is my order?")])
    try await test.decideAll(.answer, reply: .make())
    let result = try await test.take([.make(text, editedAt: fixtureTime + .minutes(1))])
    #expect(result.repeated == 1)
    #expect(try await test.states("reply") == ["queued"])
  }

  @Test func aChangedRatingIsAnEdit() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make("ok", rating: 5)])
    try await test.decideAll(.answer, reply: .make())
    let result = try await test.take([.make("ok", editedAt: fixtureTime + .minutes(1), rating: 1)])
    #expect(result.edited == 1)
  }

  @Test func anOldPageAfterAnEditChangesNothing() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make("new words", editedAt: fixtureTime + .minutes(5))])
    let result = try await test.take([.make("old words")])
    #expect(result.repeated == 1)
    #expect(try await test.texts("SELECT text FROM message") == ["new words"])
  }

  @Test(arguments: ["stored", "evaluating", "decided"])
  func aDeletionClosesTheMessageWhereverItIs(_ state: String) async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    if state == "evaluating" { _ = try await test.claim() }
    if state == "decided" { try await test.decideAll(.answer, reply: .make()) }
    #expect(try await test.states() == [state])
    #expect(try await test.take([], deleted: ["1", "unknown"]).deleted == 1)
    #expect(try await test.states() == ["closed"])
    #expect(try await test.closings() == ["ignored"])
    #expect(
      try await test.texts("SELECT closingDetail FROM message") == ["deleted by its author"])
    #expect(try await test.sendable().isEmpty)
    #expect(try await test.texts("SELECT count(*) FROM deadline WHERE firedAt IS NULL") == ["0"])
  }

  @Test func aMessageThatIsEditedAfterItsDeletionIsThereAgain() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make()])
    try await test.take([], deleted: ["1"])
    try await test.take([.make("back again", editedAt: fixtureTime + .seconds(9))])
    try await test.decideAll(.answer, reply: .make())
    #expect(try await test.sendable().count == 1)
    #expect(try await test.take([], deleted: ["1"]).deleted == 1)
    #expect(try await test.sendable().isEmpty)
  }

  @Test func aReplyToOurReplyBelongsToTheSameConversation() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1")])
    try await test.decideAll(.answer, reply: .make())
    try await test.settleAll(try await test.beginAll(), .posted(Receipt(remote: "ours")))
    try await test.take([.make("thanks", id: "2", inReplyTo: "ours")])
    let claimed = try await test.claim()
    #expect(claimed.first?.conversation.automatedTurns == 1)
    #expect(claimed.first?.history.entries.map(\.isOurs) == [false, true])
    #expect(try await test.texts("SELECT count(*) FROM conversation") == ["1"])
  }

  @Test func twoAuthorsInOneThreadAreTwoConversations() async throws {
    let test = try await StoreUnderTest()
    try await test.take([
      .make(id: "1", author: .make(id: "a"), conversation: "t"),
      .make(id: "2", author: .make(id: "b"), conversation: "t"),
    ])
    #expect(try await test.claim().count == 2)
  }
}
