import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Storage

/// What people write for each other stays with the conversation, and goes with it.
@Suite struct DeskNotesTests {
  private func opened() async throws -> StoreUnderTest {
    let test = try await StoreUnderTest()
    try await test.take([.make(id: "1", conversation: "c")])
    try await test.decideAll(.handoff, handoff: .make())
    return test
  }

  @Test func aNoteIsReadAsItWasWritten() async throws {
    let test = try await opened()
    let text = "she called\n<b>twice</b> \u{202E}🙂\0end"
    let note = try #require(
      try await test.store.addNote(text, to: 1, by: "Ana", at: fixtureTime))
    #expect(note.by == "Ana" && note.text == text.replacing("\0", with: "\u{FFFD}"))
    let record = try #require(try await test.store.conversation(1, now: fixtureTime))
    #expect(record.entries.contains(TimelineEntry(at: fixtureTime, .note(note))))
    #expect(try await test.store.addNote("x", to: 7, by: "Ana", at: fixtureTime) == nil)
  }

  @Test func aConversationHoldsSoManyNotes() async throws {
    let test = try await opened()
    for _ in 0..<DeskNotes.maxNotes {
      _ = try await test.store.addNote("x", to: 1, by: "Ana", at: fixtureTime)
    }
    #expect(try await test.store.addNote("x", to: 1, by: "Ana", at: fixtureTime) == nil)
    #expect(try await test.texts("SELECT count(*) FROM note") == ["\(DeskNotes.maxNotes)"])
  }

  @Test func aMacroOfTheSameNameIsReplaced() async throws {
    let test = try await StoreUnderTest()
    let first = try await test.store.put(
      Macro(name: "Sorry", text: "We are sorry.", by: "Ana"), at: fixtureTime)
    _ = try await test.store.put(Macro(name: "Also", text: "And", by: "Ana"), at: fixtureTime)
    let again = try await test.store.put(
      Macro(name: "sorry", text: "Sorry, {{name}}.", by: "Bo"), at: fixtureTime)
    #expect(first?.id == again?.id)
    #expect(try await test.store.macros().map(\.text) == ["And", "Sorry, {{name}}."])
    #expect(try await test.store.removeMacro(1))
    #expect(try await !test.store.removeMacro(1))
    #expect(try await test.store.macros().map(\.name) == ["Also"])
  }

  @Test func thereAreSoManyMacrosAndTheirWordsCanStillChange() async throws {
    let test = try await StoreUnderTest()
    for number in 0..<DeskNotes.maxMacros {
      let macro = Macro(name: "m\(number)", text: "x", by: "Ana")
      #expect(try await test.store.put(macro, at: fixtureTime) != nil)
    }
    let more = Macro(name: "more", text: "x", by: "Ana")
    #expect(try await test.store.put(more, at: fixtureTime) == nil)
    let changed = Macro(name: "M7", text: "y", by: "Ana")
    #expect(try await test.store.put(changed, at: fixtureTime) != nil)
  }

  @Test func notesGoWithTheirAuthorsAndWithOldMessages() async throws {
    let test = try await StoreUnderTest()
    try await test.take([
      .make(id: "1", author: .make(id: "a"), conversation: "1"),
      .make(id: "2", author: .make(id: "b"), conversation: "2"),
      .make(id: "3", author: .make(id: "c"), conversation: "3"),
    ])
    try await test.decideAll(.ignore)
    for id in Int64(1)...3 {
      _ = try await test.store.addNote("of \(id)", to: id, by: "Ana", at: fixtureTime)
    }
    _ = try await test.store.forget("test/a", at: fixtureTime)
    #expect(try await test.texts("SELECT text FROM note") == ["of 2", "of 3"])
    // One conversation goes on, its old note does not.
    let later = fixtureTime + .hours(48)
    try await test.take(
      [.make(id: "4", author: .make(id: "c"), createdAt: later, conversation: "3")], at: later)
    try await test.decideAll(.ignore, at: later)
    _ = try await test.store.addNote("new", to: 3, by: "Ana", at: later)
    _ = try await test.store.prune(
      PruneSlice(before: fixtureTime + .hours(24), after: 0, limit: 100))
    #expect(try await test.texts("SELECT text FROM note") == ["new"])
  }
}
