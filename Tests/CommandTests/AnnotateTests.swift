import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// `replyd annotate`: the JSON that others build on.
struct AnnotateTests {
  private static let actions = [
    "answer", "acknowledge", "acknowledge+handoff", "handoff", "hold+handoff", "ignore",
  ]
  private static let texts = [
    Recordings.question, Recordings.complaint, Recordings.praise, Recordings.remark,
    "Your stove exploded in my hands and my arm is burned.", "I will kill you", "?", "@brand",
  ]

  private let setup: CommandSetup

  init() throws { setup = try CommandSetup() }

  private func annotate(
    _ lines: [JSONValue], config: String = "replyd.json"
  ) async throws -> [JSONValue] {
    try setup.folder.write(CommandSetup.lines(lines), to: "in.jsonl")
    let done = try await setup.run(
      "annotate", "--input", setup.folder.path(of: "in.jsonl"), config: config)
    try #require(done.status == 0, "\(done.error)")
    return try done.output.parsedLines()
  }

  @Test(arguments: [
    ("", ["id", "findings", "decision"]),
    ("findings", ["sentiment", "intent", "crisis", "faq"]),
    ("findings.sentiment", ["label", "score", "probabilities"]),
    ("findings.sentiment.probabilities", ["negative", "neutral", "positive"]),
    ("findings.intent", ["label", "probabilities", "wantsReply", "complaintSeverity"]),
    (
      "findings.intent.probabilities", ["complaint", "question", "praise", "experience", "other"]
    ),
    ("findings.crisis", ["severity", "categories"]),
    (
      "findings.crisis.categories",
      [
        "safety", "selfHarm", "threat", "legal", "privacy", "fraud", "discrimination", "press",
        "boycott",
      ]
    ),
    ("findings.faq", ["answered", "confidence", "candidates"]),
    ("decision", ["action", "reply", "team", "reason"]),
  ])
  func theKeysAreFixedAndInOrder(_ path: String, _ keys: [String]) async throws {
    let line = try #require(try await annotate([Recordings.line("1", Recordings.complaint)]).first)
    let found = path.split(separator: ".").reduce(line as JSONValue?) { $0?[String($1)] }
    #expect(found?.keys == keys)
  }

  @Test func onlyIdAndTextAreRequired() async throws {
    let lines = try await annotate([["id": "1", "text": "Where is my order?"]])
    #expect(lines.first?["decision"]?["action"] == "answer")
  }

  @Test func everyFieldOfTheDesignIsTaken() async throws {
    let lines = try await annotate([
      [
        "id": "1", "text": "Where is my order?", "platform": "mastodon",
        "author": ["id": "a", "handle": "@a", "name": "A", "bot": false, "followers": 120],
        "createdAt": "2026-11-27T08:00:00Z", "conversation": "c1", "language": "en", "rating": 2,
        "isPublic": true,
      ]
    ])
    #expect(lines.first?["id"] == "1")
  }

  @Test func linesComeOutInTheOrderTheyWentIn() async throws {
    let ids = (0..<500).map { "n\($0 * 7919 % 500)" }
    let lines = try await annotate(
      ids.enumerated().map { ["id": .string($1), "text": .string(Self.texts[$0 % 8])] })
    #expect(lines.map { $0["id"]?.string } == ids)
  }

  @Test(arguments: texts) func theActionIsOneOfSix(_ text: String) async throws {
    let action = try await annotate([["id": "1", "text": .string(text)]])
      .first?["decision"]?["action"]?.string
    #expect(Self.actions.contains(try #require(action)))
  }

  @Test(arguments: texts) func candidatesAreTheTopFive(_ text: String) async throws {
    let line = try #require(try await annotate([["id": "1", "text": .string(text)]]).first)
    let candidates = try #require(line["findings"]?["faq"]?["candidates"]?.array)
    let scores = candidates.compactMap { $0["score"]?.number }
    #expect(candidates.allSatisfy { $0.keys == ["entry", "score"] })
    #expect(scores.count == 5 && scores == scores.sorted(by: >))
    #expect(Set(candidates.compactMap { $0["entry"]?.string }).count == 5)
  }

  @Test(arguments: ["sentiment", "intent", "crisis"])
  func aStageStandsAlone(_ name: String) async throws {
    try setup.write(
      ["connectors": .object([]), "stages": [["plugin": .string(name)]]], to: "alone.json")
    let line = try await annotate([["id": "1", "text": "?"]], config: "alone.json").first
    #expect(line?["findings"]?.keys == [name])
    #expect(line?["decision"]?["action"] == "handoff")
  }

  @Test(arguments: [
    (#"{"id":"2","text":"#, "column"), (#"{"id":"2"}"#, #""text""#), ("[]", #""id""#),
    (#"{"id":"2","text":"a","createdAt":"noon"}"#, "createdAt"),
  ])
  func aBrokenLineIsNamed(_ broken: String, _ word: String) async throws {
    let path = try setup.folder.write("{\"id\":\"1\",\"text\":\"a\"}\n\(broken)\n", to: "in.jsonl")
    let done = try await setup.run("annotate", "--input", path)
    #expect(done.status == 1)
    #expect(done.error.hasPrefix("\(path):2: "), "\(done.error)")
    #expect(done.error.contains(word), "\(done.error)")
  }

  @Test func anInputThatIsNotThereIsNamed() async throws {
    let path = setup.folder.path(of: "nowhere.jsonl")
    let done = try await setup.run("annotate", "--input", path)
    #expect(done.status == 1 && done.error.contains("cannot read \(path)"))
  }

  @Test func theOutputGoesToAFile() async throws {
    let input = try setup.folder.write(CommandSetup.lines(Recordings.day), to: "in.jsonl")
    let output = setup.folder.path(of: "out.jsonl")
    let done = try await setup.run("annotate", "--input", input, "--output", output)
    #expect(done.status == 0 && done.output.isEmpty)
    #expect(try String(contentsOfFile: output, encoding: .utf8).parsedLines().count == 4)
  }

  @Test(arguments: [[], ["--input", "-"], ["--input", "-", "--output", "-"]])
  func standardInputAndOutputAreTheDefault(_ options: [String]) async throws {
    let input = try setup.folder.write(CommandSetup.lines(Recordings.day), to: "in.jsonl")
    let output = Pipe()
    let process = Process()
    process.executableURL = setup.binary.url
    process.arguments = ["annotate", "--config", setup.folder.path(of: "replyd.json")] + options
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: input))
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd()
    let lines = try String(decoding: try #require(bytes), as: UTF8.self).parsedLines()
    #expect(lines.map { $0["id"]?.string } == ["q1", "c1", "p1", "r1"])
  }
}
