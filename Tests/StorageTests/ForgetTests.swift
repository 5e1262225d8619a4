import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Storage

/// An author who is forgotten leaves nothing, and old messages that are removed do not come back.
@Suite struct ForgetTests {
  private static let mark = "Zuckerwattenfabrik"
  /// Messages of each author.
  private static let each = 400
  private let ana = Author.make(id: "ana-4711", handle: "@ana4711@example.social", name: "Ana Ypsi")
  private let other = Author.make(id: "b", handle: "@bea", name: "Bea")

  private func forget(_ name: String, in test: StoreUnderTest, at: Date = fixtureTime) async throws
    -> ForgetReport?
  {
    guard case .forgotten(let report) = try await test.store.forget(name, at: at) else {
      return nil
    }
    return report
  }

  /// Ana with one of everything, beside others.
  private func busy(for use: SQLiteStore.Use = .simulation) async throws -> StoreUnderTest {
    let test = try await StoreUnderTest(for: use)
    // Rows of many lengths, side by side: SQLite moves them between pages as it goes.
    for number in 1...Self.each {
      let words = { (word: String) in String(repeating: word + " ", count: number * 7 % 60 + 1) }
      let thread = "\(number)"
      let id = number * 7919 % 100_003
      try await test.take([
        .make(words(Self.mark), id: "ana-\(id)", author: ana, conversation: thread),
        .make(words("plain"), id: "b-\(id)", author: other, conversation: thread),
      ])
    }
    let claimed = try await test.claim(Self.each * 2)
    try await test.store.decide(
      claimed.enumerated().map { index, each in
        let text = each.message.author.id == ana.id ? "Dear Ana Ypsi" : "Dear Bea"
        return test.decided(
          each, index % 3 == 2 ? .handoff : .answer,
          reply: index % 3 == 2 ? nil : .make(text, isDraft: index % 3 == 1),
          handoff: index % 3 == 2 ? .make(reason: "asks for \(each.message.text)") : nil)
      })
    try await test.settleAll(try await test.beginAll(), .posted(Receipt(remote: "out")))
    for conversation in try await test.texts("SELECT id FROM conversation") {
      _ = try await test.store.addNote(
        "called \(conversation)", to: Int64(conversation) ?? 0, by: "kim", at: fixtureTime)
    }
    return test
  }

  @Test func nothingOfTheAuthorIsLeftInAnyFile() async throws {
    let test = try await busy(for: .daemon)
    let report = try #require(try await forget("test/ana-4711", in: test))
    #expect(report.author == "test/ana-4711" && report.residue == nil)
    #expect(report.removed["message"] == Self.each && report.removed["author"] == 1)
    for table in [
      "reply", "handoff", "decision", "event", "attempt", "deadline", "notification", "note",
    ] {
      #expect((report.removed[table] ?? 0) > 0, "\(table)")
    }
    // The daemon goes on, and its files are read as they lie.
    let names = try FileManager.default.contentsOfDirectory(atPath: test.folder.path(of: "."))
    #expect(names.contains("replyd.sqlite"))
    for name in names {
      let bytes = try Self.read(test.folder.path(of: name))
      // As it was written, and as the words for searching are kept.
      for trace in [Self.mark, Self.mark.lowercased(), "ana-", "@ana4711", "Ana Ypsi"] {
        #expect(bytes.range(of: Data(trace.utf8)) == nil, "\(trace) in \(name)")
      }
    }
    #expect(try await test.texts("SELECT count(*) FROM message") == ["\(Self.each)"])
    #expect(try await test.violations().isEmpty)
  }

  /// By another process: opening it here would end SQLite's lock on it.
  private static func read(_ path: String) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/cat")
    process.arguments = [path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return bytes
  }

  @Test func everyTableThatNamesAMessageIsEmptied() async throws {
    let test = try await busy()
    _ = try await test.store.forget("@bea", at: fixtureTime)
    _ = try await test.store.forget("ana-4711", at: fixtureTime)
    let tables = try await test.texts(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    let kept: Set = [
      "meta", "cursor", "config", "tally", "tombstone", "backup", "restore", "grdb_migrations",
      // What an index without words consists of.
      "messageWords_data", "messageWords_config",
    ]
    for table in tables where !kept.contains(table) {
      #expect(try await test.texts("SELECT count(*) FROM \(table)") == ["0"], "\(table)")
    }
  }

  @Test func aPollDoesNotBringBackWhatWasForgotten() async throws {
    let test = try await StoreUnderTest()
    let old = Message.make(id: "1", author: ana)
    try await test.take([old])
    _ = try await forget("test/@ana4711@example.social", in: test, at: fixtureTime + .hours(1))
    var edited = old
    edited.text = "other words"
    edited.editedAt = fixtureTime + .hours(3)
    let never = Message.make(id: "0", author: ana, createdAt: fixtureTime - .hours(9))
    let result = try await test.take([old, edited, never], at: fixtureTime + .hours(2))
    #expect(result.new == 0 && result.repeated == 3)
    #expect(try await test.texts("SELECT count(*) FROM author") == ["0"])
  }

  @Test func whatTheyWriteLaterIsANewCustomers() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1", author: ana)])
    _ = try await forget("ana-4711", in: test, at: fixtureTime + .hours(1))
    let new = Message.make(id: "2", author: ana, createdAt: fixtureTime + .hours(2))
    #expect(try await test.take([new], at: fixtureTime + .hours(2)).new == 1)
    #expect(try await test.claim(at: fixtureTime + .hours(2)).map(\.message.id.remote) == ["2"])
  }

  @Test func nothingMoreIsSentAndLateResultsChangeNothing() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1", author: ana, conversation: "x")])
    try await test.decideAll(.answer, reply: .make())
    let begun = try await test.beginAll()
    try await test.take([.make(id: "2", author: ana, conversation: "y")])
    try await test.decideAll(.answer, reply: .make())
    let evaluating = Message.make(id: "3", author: ana, conversation: "z")
    try await test.take([evaluating])
    let claimed = try await test.claim()
    #expect(try await forget("ana-4711", in: test)?.underWay == 1)
    // A neighbour must not be taken for one of the rows that are gone.
    try await test.take((1...3).map { .make(id: "n\($0)", author: .make(id: "n\($0)")) })
    let neighbours = try await test.claim()
    try await test.store.decide(claimed.map { test.decided($0, .answer, reply: .make("Dear Ana")) })
    try await test.settleAll(begun, .posted(Receipt(remote: "out")))
    #expect(try await test.states() == ["evaluating", "evaluating", "evaluating"])
    try await test.store.decide(neighbours.map { test.decided($0, .answer, reply: .make("Bea")) })
    #expect(try await test.sendable().map(\.reply.text) == ["Bea", "Bea", "Bea"])
    _ = try await test.beginAll()
    try await test.settleAll(begun, .posted(Receipt(remote: "out")))
    #expect(try await test.states("reply") == ["sending", "sending", "sending"])
    #expect(try await test.violations().isEmpty)
  }

  @Test func aNameThatSeveralBearIsNotGuessed() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1", author: .make(id: "x", handle: "@same"))])
    try await test.take([.make(id: "2", author: .make(id: "y", handle: "@same"))])
    #expect(
      try await test.store.forget("same", at: fixtureTime) == .ambiguous(["test/x", "test/y"]))
    #expect(try await test.store.forget("nobody", at: fixtureTime) == .unknown)
    #expect(try await forget("test/y", in: test) != nil)
    #expect(try await test.texts("SELECT remote FROM author") == ["x"])
  }

  @Test func backupsThatMayHoldTheAuthorAreNamed() async throws {
    let test = try await StoreUnderTest()
    let before = test.folder.path(of: "before")
    let after = test.folder.path(of: "after")
    _ = try await test.store.backup(to: before, at: fixtureTime - .hours(1))
    try await test.take([.make(author: ana)])
    _ = try await test.store.backup(to: after, at: fixtureTime + .hours(1))
    let report = try #require(try await forget("ana-4711", in: test))
    #expect(report.backups.map(\.path) == [after] && report.backups.allSatisfy(\.isThere))
  }

  // MARK: Retention

  /// Walks to the end in slices of `limit`; how many went.
  private func prune(_ test: StoreUnderTest, before: Date, limit: Int = 7) async throws -> Int {
    var next: Int64? = 0
    var removed = 0
    while let start = next {
      let done = try await test.store.prune(PruneSlice(before: before, after: start, limit: limit))
      removed += done.removed
      next = done.next
    }
    return removed
  }

  @Test func oldClosedMessagesGoAndOpenOnesStay() async throws {
    let test = try await StoreUnderTest()
    try await test.take((1...20).map { .make(id: "\($0)", author: .make(id: "\($0)")) })
    try await test.decideAll(.ignore)
    try await test.take([.make(id: "open", author: .make(id: "open"))])
    try await test.take([.make(id: "waits", author: .make(id: "waits"))], coalesce: .hours(9))
    try await test.decideAll(.handoff, handoff: .make())
    try await test.tellAll()
    #expect(try await test.closings().compactMap { $0 }.filter { $0 == "handedOff" }.count == 1)
    let old = fixtureTime + .hours(24)
    #expect(try await prune(test, before: fixtureTime - .hours(1)) == 0)
    #expect(try await prune(test, before: old) == 20)
    #expect(try await test.texts("SELECT remote FROM message ORDER BY id") == ["open", "waits"])
    #expect(try await test.texts("SELECT remote FROM author ORDER BY id") == ["open", "waits"])
    #expect(try await test.texts("SELECT count(*) FROM event WHERE message <= 20") == ["0"])
    #expect(try await test.violations().isEmpty)
    _ = try await test.store.close(
      HandoffClosing(handoff: 1, as: .answered, by: "kim", at: fixtureTime))
    #expect(try await prune(test, before: old) == 1)
  }

  @Test func aCursorThatIsSetBackDoesNotAnswerAgain() async throws {
    let test = try await StoreUnderTest()
    let messages = (1...5).map { Message.make(id: "\($0)", author: .make(id: "\($0)")) }
    try await test.take(messages)
    try await test.decideAll(.ignore)
    #expect(try await prune(test, before: fixtureTime + .hours(24)) == 5)
    let again = try await test.take(messages, cursor: "0")
    #expect(again.new == 0 && again.repeated == 5)
    // The authors are known to nobody, but not unwelcome.
    #expect(try await test.take([.make(id: "6", author: .make(id: "1"))]).new == 1)
  }

  @Test func numbersAreNeverGivenAgain() async throws {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1", author: ana)])
    try await test.decideAll(.answer, reply: .make())
    _ = try await test.store.forget("ana-4711", at: fixtureTime)
    try await test.take([.make(id: "2", author: other)])
    try await test.decideAll(.answer, reply: .make())
    for table in ["message", "reply", "conversation"] {
      #expect(try await test.texts("SELECT min(id) > 1 FROM \(table)") == ["1"], "\(table)")
    }
  }
}
