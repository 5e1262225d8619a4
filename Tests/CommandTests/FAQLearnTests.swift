import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// `replyd faq learn`: corrections become messages that no entry answers.
struct FAQLearnTests {
  private let setup: CommandSetup
  private let output: String

  init() throws {
    setup = try CommandSetup()
    output = setup.folder.path(of: "none.json")
  }

  private func learn(_ lines: [JSONValue]) async throws -> ReplydBinary.Output {
    try setup.folder.write(CommandSetup.lines(lines), to: "corrections.jsonl")
    return try await setup.binary.run([
      "faq", "learn", "--from-corrections", setup.folder.path(of: "corrections.jsonl"),
      "--output", output,
    ])
  }

  private var messages: [String] {
    get throws {
      try JSONReader.read(Data(contentsOf: URL(filePath: output))).plain["messages"]?.array?
        .compactMap(\.string) ?? []
    }
  }

  @Test func correctionsAreAddedOnceAndWhatWasThereStays() async throws {
    try setup.folder.write(#"{"messages":["do you buy gold"]}"#, to: "none.json")
    let lines: [JSONValue] = [
      ["id": 1, "text": "is it insured", "kind": "draftDiscarded", "was": "Use the link."],
      ["id": 2, "text": "my lamp broke", "kind": "label", "now": "faq=none"],
      ["id": 3, "text": "my lamp broke", "kind": "answerWithdrawn"],
      ["id": 4, "text": "wheres my stuff\u{1B}[31m", "kind": "label", "now": "faq=late-order"],
      ["id": 5, "text": "great", "kind": "label", "now": "intent=praise"],
      ["id": 6, "text": "hello", "kind": "needlessHandoff"],
    ]
    let done = try await learn(lines)
    #expect(done.status == 0, "\(done.error)")
    #expect(done.output.contains("2 messages added"))
    #expect(done.output.contains("a wording for \"late-order\": wheres my stuff"))
    #expect(!done.output.contains("\u{1B}"))
    #expect(try messages == ["do you buy gold", "is it insured", "my lamp broke"])
    #expect(try await learn(lines).output.contains("0 messages added"))
    #expect(try messages.count == 3)
  }

  @Test func aBadFileIsNamedAndNothingIsWritten() async throws {
    try setup.folder.write("no JSON", to: "none.json")
    let refused = try await learn([["text": "a", "kind": "draftDiscarded"]])
    #expect(refused.status == 1 && refused.error.contains("none.json"))
    #expect(try String(contentsOfFile: output, encoding: .utf8) == "no JSON")
    try setup.folder.write("{", to: "bad.jsonl")
    let bad = try await setup.binary.run([
      "faq", "learn", "--from-corrections", setup.folder.path(of: "bad.jsonl"), "--output",
      setup.folder.path(of: "other.json"),
    ])
    #expect(bad.status == 1 && bad.error.contains("bad.jsonl"))
    #expect(!FileManager.default.fileExists(atPath: setup.folder.path(of: "other.json")))
  }
}
