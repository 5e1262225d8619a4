import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// `replyd faq`: an operator sees what the entries are worth.
struct FAQCommandTests {
  private let setup: CommandSetup
  private let entries: String
  private let environment: [String: String]

  init() throws {
    setup = try CommandSetup()
    entries = setup.folder.path(of: "faq.json")
    environment = ["REPLYD_MODELS": setup.folder.path(of: "models")]
    try setup.folder.write(try Self.smallModel(), to: "models/faq.model")
  }

  /// The shipped model with few of its messages that no FAQ answers: a debug build takes ten
  /// seconds to learn from all of them, each time.
  private static func smallModel() throws -> String {
    let file = TestPaths.repository.appending(path: "Sources/Models/faq.model")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    let head = lines.prefix { !$0.hasPrefix("negatives ") }
    let negatives = lines.dropFirst(head.count + 1).prefix(60)
    return (head + ["negatives \(negatives.count)"] + negatives).joined(separator: "\n") + "\n"
  }

  private func run(_ words: String...) async throws -> ReplydBinary.Output {
    try await setup.binary.run(["faq"] + words, environment: environment)
  }

  private func json(_ words: String...) async throws -> JSONValue {
    let done = try await setup.binary.run(["faq"] + words + ["--json"], environment: environment)
    try #require(done.status == 0, "\(done.error)")
    return try JSONReader.read(done.output.utf8).plain
  }

  private func data(_ lines: [JSONValue], _ name: String = "messages.jsonl") throws -> String {
    try setup.folder.write(CommandSetup.lines(lines), to: name)
    return setup.folder.path(of: name)
  }

  private func write(_ entries: [JSONValue], to name: String) throws -> String {
    try setup.folder.write(JSONValue.object([.init("entries", .array(entries))]).text(), to: name)
    return setup.folder.path(of: name)
  }

  private static let rows: [JSONValue] = [
    ["id": "1", "text": "Where is my order?", "entry": "late-order"],
    ["id": "2", "text": "How do I reset my password?", "entry": "password"],
    ["id": "3", "text": "How do I get a refund?", "entry": "hours"],
    ["id": "4", "text": "Do you sell canoes\u{1B}[31m in blue", "entry": .null],
    ["id": "5", "text": "are canoes allowed on the lake", "entry": .null],
    ["id": "6", "text": "nice weather", "entry": .null],
  ]

  @Test func checkCountsAndIsContentWithGoodEntries() async throws {
    let done = try await run("check", entries)
    #expect(done.status == 0 && done.error.isEmpty)
    #expect(done.output.hasPrefix("1 file, 6 entries (6 en), 12 questions"), "\(done.output)")
    #expect(done.output.contains("No warnings."))
    let whole = try await run("check", "--config", setup.folder.path(of: "replyd.json"))
    #expect(whole.status == 0 && whole.output.contains("6 entries"))
  }

  @Test func checkWarnsOfWhatIsInTheWay() async throws {
    let long = String(repeating: "We are sorry to hear that. ", count: 30)
    let file = try write(
      [
        [
          "id": "track", "answer": .string(long), "validUntil": "2020-01-01",
          "questions": ["How do I track my parcel?", "Where is the parcel that I ordered?"],
        ],
        [
          "id": "trace", "answer": "Ask the carrier.", "validFrom": "2999-01-01",
          "questions": ["How do I track my parcels?"],
        ],
      ], to: "warned.json")
    let alone = try await run("check", file)
    #expect(alone.status == 0)
    for words in [
      "\"How do I track my parcel?\" (track) and \"How do I track my parcels?\" (trace)",
      "\"track\" expired at 2020-01-02", "\"trace\" is not valid before 2999-01-01",
      "entries with a single question", "4 warnings.",
    ] {
      #expect(alone.output.contains(words), "\(words): \(alone.output)")
    }
    #expect(!alone.output.contains("on demo"))
    let text = try String(contentsOfFile: setup.folder.path(of: "replyd.json"), encoding: .utf8)
    try setup.folder.write(
      text.replacingOccurrences(of: "faq.json", with: "warned.json"), to: "warned-config.json")
    let whole = try await run("check", "--config", setup.folder.path(of: "warned-config.json"))
    #expect(whole.output.contains("\"track\" on demo: "), "\(whole.output)")
    #expect(whole.output.contains("the limit is 500"), "\(whole.output)")
  }

  @Test func checkEndsWithOneOnErrors() async throws {
    let entry: JSONValue = ["id": "a", "questions": ["Where?"], "answer": "Here."]
    let twice = try await run("check", write([entry, entry], to: "twice.json"))
    #expect(twice.status == 1 && twice.error.contains("twice.json:"), "\(twice.error)")
    #expect(twice.error.contains("there twice: \"a\""), "\(twice.error)")
    let other = try write(
      [["id": "a", "questions": ["When?"], "answer": "Now."]], to: "other.json")
    let one = try write([entry], to: "one.json")
    let both = try await run("check", one, other)
    #expect(both.status == 1 && both.error.contains("\"a\" is there twice"), "\(both.error)")
    let missing = try await run("check", "nowhere.json")
    #expect(missing.status == 1 && missing.error.contains("cannot read nowhere.json"))
    let config = try await run("check", "--config", "nowhere.json")
    #expect(config.status == 1 && config.error.contains("nowhere.json"))
  }

  @Test func tryShowsWhatWouldBeSaid() async throws {
    let said = try await json("try", "Where is my order?", "--entries", entries)
    #expect(said["outcome"] == "answered" && said["matched"] == "Where is my order?")
    #expect(said["candidates"]?.array?.first?["entry"] == "late-order")
    #expect(said["draft"] == "You find this under \"My orders\".")
    let text = try await run("try", "Where is my order?", "--entries", entries)
    for words in ["late-order", "Answered: ", "This would be sent:", "│ You find this under"] {
      #expect(text.output.contains(words), "\(words): \(text.output)")
    }
    let silent = try await json("try", "are canoes allowed on the lake", "--entries", entries)
    #expect(silent["outcome"] == "silent" && silent["draft"] == .null)
    #expect(silent["reason"] == "no entry is sure enough")
  }

  @Test func tryAsksTheStagesBefore() async throws {
    let config = setup.folder.path(of: "replyd.json")
    let words = "Where is my order? I want to kill myself"
    let said = try await json("try", words, "--config", config)
    #expect(said["outcome"] == "silent", "\(said)")
    #expect(said["reason"]?.string?.contains("\"crisis\"") == true, "\(said)")
    #expect(said["decision"]?["action"] == "hold+handoff", "\(said)")
    let sent = try await run("try", "Where is my order?", "--config", config)
    #expect(sent.output.contains("The whole pipeline: answer (faq"), "\(sent.output)")
  }

  @Test func tryPrintsNothingThatActsOnATerminal() async throws {
    let file = try write(
      [["id": "a\u{1B}[31m", "questions": ["Where\u{1B}[31m is it?"], "answer": "H\u{202E}ere."]],
      to: "hostile.json")
    let done = try await run("try", "Where is it?", "--entries", file)
    #expect(!(done.output + done.error).contains { "\u{1B}\u{202E}".contains($0) })
  }

  @Test func evalMeasures() async throws {
    let file = try data(Self.rows)
    let report = try await json("eval", "--data", file, "--entries", entries)
    #expect(report["answerable"] == 3 && report["unanswerable"] == 3)
    #expect(report["accuracy"] == 0.6667 && report["silence"] == 1, "\(report)")
    #expect(report["coverage"] == 0.6667 && report["precision"] == 0.6667, "\(report)")
    #expect(report["unanswerableShare"] == ["set": 0.5, "measured": 0.5])
    let worst = report["worst"]?.array?.first
    #expect(worst?["said"] == "refund" && worst?["truth"] == "hours", "\(report)")
    let text = try await run(
      "eval", "--data", file, "--entries", entries, "--unanswerable-share", "0.9")
    for words in [
      "3 that an entry answers, 3 that none does", "precision", "Matthews correlation",
      "set \"unanswerableShare\": 0.50", "refund for hours: How do I get a refund?",
    ] {
      #expect(text.output.contains(words), "\(words): \(text.output)")
    }
    #expect(!text.output.contains("\u{1B}"))
  }

  @Test func answerAboveIsTakenFromTheCommand() async throws {
    let file = try data(Self.rows)
    let low = try await json(
      "eval", "--data", file, "--entries", entries, "--answer-above", "0")
    let high = try await json(
      "eval", "--data", file, "--entries", entries, "--answer-above", "1")
    #expect(low["answerAbove"] == 0 && high["answerAbove"] == 1)
    #expect((low["silence"]?.number ?? 1) < 1 && high["silence"] == 1, "\(low) \(high)")
  }

  @Test(arguments: [
    ("{\"text\": \"a\", \"entry\": null}\n{\"text\"\n", "bad.jsonl:2"),
    ("{\"text\": \"a\", \"entry\": \"refunt\"}\n", "bad.jsonl:1: unknown entry \"refunt\""),
    ("\n{\"text\": \"a\", \"entry\": 7}\n", "bad.jsonl:2: \"entry\" is an entry's id or null"),
    ("{\"text\": \"a\"}\n", "bad.jsonl:1: expected \"entry\""),
    ("{\"entry\": null}\n", "bad.jsonl:1: expected an object with the string \"text\""),
    ("", "there is no message in it"),
  ])
  func badDataIsNamedByItsLine(_ lines: String, _ expected: String) async throws {
    try setup.folder.write(lines, to: "bad.jsonl")
    let file = setup.folder.path(of: "bad.jsonl")
    let done = try await run("eval", "--data", file, "--entries", entries)
    #expect(done.status == 1 && done.error.contains(expected), "\(done.error)")
    #expect(done.output.isEmpty)
  }

  @Test func badOptionsAreRefused() async throws {
    let file = try data(Self.rows)
    let missing = try await run("eval", "--data", "nowhere.jsonl", "--entries", entries)
    #expect(missing.status == 1 && missing.error.contains("cannot read nowhere.jsonl"))
    let both = try await run(
      "eval", "--data", file, "--entries", entries, "--config", "replyd.json")
    #expect(both.status != 0 && both.error.contains("not both"), "\(both.error)")
    let share = try await run(
      "coverage", "--data", file, "--entries", entries, "--answer-above", "7")
    #expect(share.status != 0 && share.error.contains("--answer-above is a share"))
    try setup.write(["stages": [["plugin": "sentiment"]]], to: "none.json")
    let none = try await run(
      "try", "a", "--config", setup.folder.path(of: "none.json"))
    #expect(none.status == 1 && none.error.contains("has no stage \"faq\""), "\(none.error)")
  }

  @Test func coverageDrawsAndNamesWhatIsMissing() async throws {
    let file = try data(Self.rows)
    let picture = setup.folder.path(of: "curve.svg")
    let done = try await run(
      "coverage", "--data", file, "--entries", entries, "--svg", picture)
    try #require(done.status == 0, "\(done.error)")
    for words in [
      "precision\n 100% ┤", "◆ answerAbove 0.60", "0.60       67%        67%     100%  ← set",
      "hours: 1 of 1 message", "No entry covers 3 messages:", "2 messages ask about canoes",
      "1 message is like no other",
    ] {
      #expect(done.output.contains(words), "\(words): \(done.output)")
    }
    #expect(!done.output.contains("\u{1B}"))
    let svg = try String(contentsOfFile: picture, encoding: .utf8)
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n") && svg.contains("<polyline"))
    #expect(svg.contains("answerAbove 0.60: 67% right, 67% covered"))
    #expect(!svg.contains("href"))
    for part in ["text", "title", "svg"] {
      let (opened, closed) = (svg.components(separatedBy: "<\(part)"), "</\(part)>")
      #expect(opened.count == svg.components(separatedBy: closed).count, "\(part)")
    }
  }

  @Test func coverageNeedsNoLabels() async throws {
    let texts = ["Where is my order?", "Do you rent canoes?", "Which canoes are for two?"]
    let file = try data(texts.map { ["text": .string($0)] })
    let done = try await run("coverage", "--data", file, "--entries", entries)
    try #require(done.status == 0, "\(done.error)")
    #expect(done.output.contains("0.60       33%  ← set"), "\(done.output)")
    #expect(done.output.contains("2 messages ask about canoes"), "\(done.output)")
    let picture = setup.folder.path(of: "none.svg")
    let drawn = try await run(
      "coverage", "--data", file, "--entries", entries, "--svg", picture)
    #expect(drawn.status == 1 && drawn.error.contains("there is no curve"))
  }
}
