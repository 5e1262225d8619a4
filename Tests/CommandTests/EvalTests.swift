import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// `replyd eval` and `replyd train --from-corrections`, as an operator calls them.
struct EvalTests {
  private let folder: TemporaryFolder
  private let binary: ReplydBinary

  init() throws {
    folder = try TemporaryFolder()
    binary = try ReplydBinary()
  }

  private func run(_ words: String...) async throws -> ReplydBinary.Output {
    try await binary.run(words)
  }

  private func data(_ lines: [JSONValue], _ name: String = "data.jsonl") throws -> String {
    try folder.write(CommandSetup.lines(lines), to: name)
    return folder.path(of: name)
  }

  private static let rows: [JSONValue] = [
    ["text": "Worst service ever, I am furious", "label": "negative", "brand": "North"],
    ["text": "I love these boots, thank you so much!", "label": "positive", "brand": "North"],
    ["text": "My order number is 12345", "label": "neutral", "brand": "South"],
    ["text": "Absolutely terrible, broken again\u{1B}[31m", "label": "positive", "brand": "South"],
    ["text": "without a label"],
  ]

  @Test func aStageIsMeasured() async throws {
    let file = try data(Self.rows)
    let done = try await run("eval", "--stage", "sentiment", "--data", file, "--json")
    try #require(done.status == 0, "\(done.error)")
    let report = try JSONReader.read(Array(done.output.utf8)).plain
    #expect(report["texts"] == 4 && report["accuracy"] == 0.75)
    #expect(report["confusion"]?["positive"]?["negative"] == 1)
    #expect(report["groups"]?["North"]?["accuracy"] == 1)
    #expect(report["classes"]?["negative"]?["curve"]?.array?.count == 21)
    #expect(report["worst"]?.array?.first?["said"] == "negative")
    let text = try await run("eval", "--stage", "sentiment", "--data", file)
    for words in ["truth \\ said", "calibration error", "Surest mistakes", "South: 2 texts"] {
      #expect(text.output.contains(words), "\(words)")
    }
    #expect(!text.output.contains("\u{1B}[31m"))
  }

  @Test func dataWithFewerKindsCallsTheRestOther() async throws {
    let file = try data([
      ["id": "1", "text": "My parcel never arrived and nobody answers", "label": "complaint"],
      ["id": "2", "text": "Do you ship to Norway?", "label": "other"],
    ])
    let done = try await run("eval", "--stage", "intent", "--data", file, "--json")
    let report = try JSONReader.read(Array(done.output.utf8)).plain
    #expect(report["accuracy"] == 1)
    #expect(report["classes"]?.keys == ["complaint", "other"])
  }

  @Test func labelsMayLieInAFileOfTheirOwn() async throws {
    let turn: JSONValue = [
      "client": "a", "message": "Wo bleibt mein Paket? Ich warte seit Tagen.", "tweet_ID": "7",
    ]
    let file = try data([
      ["dialogContent": [turn, ["agent": "b", "message": "Hallo"]], "dialogHeader": ["company": "N"]]
    ])
    let labels = try data([["id": "7", "language": "de"]], "labels.jsonl")
    let done = try await run(
      "eval", "--stage", "language", "--data", file, "--labels", labels, "--json")
    let report = try JSONReader.read(Array(done.output.utf8)).plain
    #expect(report["texts"] == 1 && report["accuracy"] == 1)
  }

  @Test(arguments: [
    (["--stage", "sentimen"], "unknown plugin \"sentimen\""),
    (["--stage", "sentiment", "--worst=-1"], "cannot be negative"),
  ])
  func mistakesAreNamed(_ words: [String], _ expected: String) async throws {
    let file = try data(Self.rows)
    let done = try await binary.run(["eval", "--data", file] + words)
    #expect(done.status != 0 && done.error.contains(expected), "\(done.error)")
  }

  @Test func brokenDataIsNamedByItsLine() async throws {
    try folder.write("{\"text\": \"a\", \"label\": \"neutral\"}\n{\"text\"\n", to: "bad.jsonl")
    let bad = try await run("eval", "--stage", "sentiment", "--data", folder.path(of: "bad.jsonl"))
    #expect(bad.status == 1 && bad.error.contains("bad.jsonl:2"))
    let empty = try await run("eval", "--stage", "sentiment", "--data", data([["text": "a"]]))
    #expect(empty.status == 1 && empty.error.contains("no row has both"))
  }

  @Test func severeMessagesAreCountedByCategory() async throws {
    let file = try data([
      ["id": "1", "text": "I will kill you all tonight", "categories": ["threat"]],
      ["id": "2", "text": "do you ship to Norway", "categories": .array([])],
    ])
    let done = try await run("eval", "--stage", "crisis", "--data", file, "--json")
    let report = try JSONReader.read(Array(done.output.utf8)).plain
    #expect(report["threat"]?["messages"] == 1 && report["threat"]?["found"]?["0.5"] == 1)
    #expect(report["none"]?["messages"] == 1 && report["none"]?["found"]?["0.5"] == 0)
  }

  @Test func correctionsMakeAModelThatIsUsed() async throws {
    let text = "the Terror Trail is a killer, worst climb of all"
    let corrections = try data(
      [["id": 1, "text": .string(text), "kind": "label", "now": "sentiment=positive"]],
      "corrections.jsonl")
    let output = folder.path(of: "sentiment.model")
    let done = try await run(
      "train", "sentiment", "--from-corrections", corrections, "--output", output,
      "--even-if-worse")
    try #require(done.status == 0, "\(done.error)")
    #expect(done.output.contains("1 corrections: 0 were right before, 1 are now"))
    let file = try data([["text": .string(text), "label": "positive"]])
    let before = try await run("eval", "--stage", "sentiment", "--data", file, "--json")
    let after = try await binary.run(
      ["eval", "--stage", "sentiment", "--data", file, "--json"],
      environment: ["REPLYD_MODELS": folder.path(of: ".")])
    #expect(try JSONReader.read(Array(before.output.utf8)).plain["accuracy"] == 0)
    #expect(try JSONReader.read(Array(after.output.utf8)).plain["accuracy"] == 1)
  }

  @Test func aWorseModelIsNotWrittenUnasked() async throws {
    let rows = (0..<40).map { number -> JSONValue in
      [
        "id": .number(Double(number)), "text": .string("Thank you, great service \(number)"),
        "kind": "label", "now": "sentiment=negative",
      ]
    }
    let output = folder.path(of: "worse.model")
    let done = try await run(
      "train", "sentiment", "--from-corrections", data(rows, "wrong.jsonl"), "--output", output)
    #expect(done.status == 2 && done.output.contains("WORSE"))
    #expect(!FileManager.default.fileExists(atPath: output))
    let nothing = try await run("train", "sentiment")
    #expect(nothing.status != 0 && nothing.error.contains("--from-corrections"))
  }
}
