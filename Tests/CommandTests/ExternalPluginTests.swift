import Foundation
import PluginKit
import PluginTesting
import Synchronization
import TestSupport
import Testing

/// Plugins that are programs, in the whole daemon and by its commands.
@Suite(.serialized) struct ExternalPluginTests {
  /// Each cost its own message only; `hostile.py` says what each does.
  static let modes = [
    "hangs", "exits", "forks", "floodsStdout", "floodsStderr", "answersTwice", "wrongID",
    "halfLine", "longLine", "eatsMemory", "ignoresTerm", "changesDeclaration",
  ]
  /// These answer the poisoned message too.
  private static let harmless: Set<String> = [
    "floodsStderr", "floodsStdout", "answersTwice", "ignoresTerm",
  ]

  @Test(arguments: modes) func aHostilePluginCostsItsOwnMessages(mode: String) async throws {
    let setup = try CommandSetup(recording: Self.recording(poison: 3, of: 10))
    try Self.place(mode, in: setup)
    try await setup.runUntilDone()
    #expect(try await setup.run("verify").status == 0)
    #expect(try MarkedProcesses.alive(in: setup.folder.path) == [])
    let answered = try setup.repliedTo()
    let expected = (0..<10).filter { $0 != 3 }.map { "m\($0)" }
    if mode == "changesDeclaration" {
      // It is out of service from then on: people get the rest.
      #expect(Set(answered).isSubset(of: Set(expected)))
    } else {
      #expect(answered == (Self.harmless.contains(mode) ? (0..<10).map { "m\($0)" } : expected))
    }
    if !Self.harmless.contains(mode) {
      let why = try await setup.succeed("why", "m3")
      #expect(why.contains("stage hostile failed"), "\(why)")
    }
  }

  @Test func whyShowsTheFindingAndTheVersion() async throws {
    let setup = try CommandSetup(recording: Self.recording(poison: nil, of: 1))
    try Self.place("hangs", in: setup)
    try await setup.runUntilDone()
    let why = try await setup.succeed("why", "m0")
    #expect(why.contains("hostile") && why.contains("7.8.9"), "\(why)")
  }

  @Test func withTheDaemonKilledNothingOfAPluginStays() async throws {
    let setup = try CommandSetup(recording: [])
    try Self.place("ignoresTerm", in: setup)
    let daemon = try setup.binary.start(
      config: setup.folder.path(of: "replyd.json"), log: setup.folder.path(of: "log"))
    try await eventually("the plugin runs", within: .seconds(20)) {
      try !MarkedProcesses.alive(in: setup.folder.path).isEmpty
    }
    kill(daemon.processID, SIGKILL)
    try await eventually("it has died with the daemon", within: .seconds(10)) {
      try MarkedProcesses.alive(in: setup.folder.path).isEmpty
    }
  }

  @Test func aChangedManifestIsTakenByAReload() async throws {
    let setup = try CommandSetup(recording: [])
    try Self.place("hangs", in: setup)
    let log = setup.folder.path(of: "log")
    let daemon = try setup.binary.start(
      config: setup.folder.path(of: "replyd.json"), log: log, level: "info")
    defer { kill(daemon.processID, SIGKILL) }
    try await eventually("the plugin runs", within: .seconds(20)) {
      try !MarkedProcesses.alive(in: setup.folder.path).isEmpty
    }
    let before = try MarkedProcesses.alive(in: setup.folder.path)
    // What concerns it not leaves it alone.
    let config = try String(contentsOfFile: setup.folder.path(of: "replyd.json"), encoding: .utf8)
    try setup.folder.write(config.replacing("7d", with: "6d"), to: "replyd.json")
    try await eventually("the config is reloaded", within: .seconds(30)) {
      try String(contentsOfFile: log, encoding: .utf8).contains("reloaded the config")
    }
    #expect(try MarkedProcesses.alive(in: setup.folder.path) == before)
    try Self.write("hangs", version: "7.9.0", in: setup)
    try await eventually("another process runs, and only that", within: .seconds(30)) {
      let now = try MarkedProcesses.alive(in: setup.folder.path)
      return !now.isEmpty && Set(now).isDisjoint(with: before)
    }
  }

  /// A program takes real time, in which the virtual clock stands still: with it and without it a
  /// month passes the same way.
  @Test func aReplayIsTheSameWithAProgramInIt() async throws {
    let setup = try CommandSetup(recording: [])
    let input = try setup.folder.write(CommandSetup.lines(Recordings.month), to: "month.jsonl")
    func report() async throws -> JSONValue {
      let done = try await setup.run("replay", "--input", input, "--json")
      #expect(done.status == 0, "\(done.error)")
      return try JSONReader.read(done.output.utf8).plain
    }
    try Self.place("hangs", in: setup)
    let with = [try await report(), try await report()]
    try setup.write(Self.config(of: setup, stage: ["plugin": "sentiment"]))
    let without = try await report()
    for key in ["messages", "answered", "handedOff", "firstReplySeconds", "notifications"] {
      #expect(with[0][key] == without[key] && with[1][key] == without[key], "\(key)")
    }
    #expect(with[0]["messages"]?.count == 200)
  }

  @Test func aProgramIsAskedAboutManyLinesOfAnnotate() async throws {
    let setup = try CommandSetup(recording: [])
    try Self.place("hangs", in: setup)
    let lines = CommandSetup.lines((0..<300).map { ["id": .string("\($0)"), "text": "hello"] })
    let input = try setup.folder.write(lines, to: "lines.jsonl")
    let done = try await setup.run("annotate", "--input", input)
    let found = try done.output.parsedLines()
    #expect(found.compactMap { $0["id"]?.string } == (0..<300).map { "\($0)" }, "\(done.error)")
    #expect(found.allSatisfy { $0["findings"]?["hostile"]?["ok"] == true })
  }

  /// The examples of Plugins/External, one behind the other: a review comes from a feed, its words
  /// are found toxic, and a person is told in a file.
  @Test func aReviewGoesFromAFeedToAPersonsFile() async throws {
    let setup = try CommandSetup(recording: [])
    for name in ["Feed", "Toxicity", "FileNotifier"] {
      try FileManager.default.copyItem(
        at: TestPaths.repository.appending(path: "Plugins/External/\(name)"),
        to: setup.folder.url.appending(path: name))
    }
    let stages: JSONValue = [
      ["plugin": "./Toxicity", "mode": "auto", "settings": ["above": 0.6]],
      ["plugin": "handoff", "settings": ["team": "care", "as": "fallback"]],
    ]
    let feed: JSONValue = [
      "plugin": "./Feed", "pollEvery": "100ms", "settings": ["feed": "test/reviews.rss"],
    ]
    try setup.write(
      setup.config().replacing("connectors", with: ["shop": feed]).replacing("stages", with: stages)
        .replacing(
          "notifiers",
          with: ["chat": ["plugin": "./FileNotifier", "settings": ["file": "told.jsonl"]]]))
    let daemon = try setup.binary.start(
      config: setup.folder.path(of: "replyd.json"), log: setup.folder.path(of: "log"))
    defer { kill(daemon.processID, SIGKILL) }
    let path = setup.folder.path(of: "Feed/test/reviews.rss")
    let old = try String(contentsOfFile: path, encoding: .utf8)
    let told = setup.folder.path(of: "told.jsonl")
    let written = Mutex(0)
    // Nothing old is answered, and nobody says when the first page was read: they go on writing.
    try await eventually("the person's file has it", within: .seconds(30), every: .seconds(1)) {
      let number = written.withLock { number in
        number += 1
        return number
      }
      let new = """
        <item><guid isPermaLink="false">new-\(number)</guid><title>1/5 Never again</title>
        <description>You idiots sent the wrong size \(number) times.</description></item>
        """
      try old.replacing("<item>", with: new + "<item>", maxReplacements: 1)
        .write(toFile: path, atomically: true, encoding: .utf8)
      return FileManager.default.contents(atPath: told)?.isEmpty == false
    }
    let lines = try String(contentsOfFile: told, encoding: .utf8).parsedLines()
    let message = lines.first?["message"]
    #expect(message?["id"]?.string?.hasPrefix("new-") == true, "\(lines)")
    #expect(message?["rating"] == 1 && lines.first?["category"] == "abuse", "\(lines)")
    #expect(try await daemon.terminate(within: .seconds(20)) == .exit(0))
    #expect(try await setup.run("verify").status == 0)
  }

  @Test func checkNamesWhatIsWrong() async throws {
    let setup = try CommandSetup(recording: [])
    try Self.place("hangs", in: setup)
    let cases: [(JSONValue, String)] = [
      (["plugin": "./nowhere"], "cannot read the manifest"),
      (["plugin": "./hostile", "settings": ["x": 1]], "unknown key \"x\""),
      (["plugin": "./hostile", "run": ["deadline": "5s"]], "lower \"run\".\"deadline\""),
      (["plugin": "./hostile", "run": ["memryMiB": 5]], "did you mean \"memoryMiB\"?"),
      (["plugin": "intent", "run": [:]], "intent is built in and has no process of its own"),
    ]
    for (stage, expected) in cases {
      try setup.write(Self.config(of: setup, stage: stage))
      let done = try await setup.run("check")
      #expect(done.status == 1 && done.error.contains(expected), "\(done.error)")
    }
    try setup.write(
      Self.config(of: setup, stage: ["plugin": "sentiment"]).replacing(
        "notifiers", with: ["chat": ["plugin": "./hostile"]]))
    let done = try await setup.run("check")
    #expect(done.status == 1 && done.error.contains("hostile is a stage, not a notifier"))
  }

  /// Ten questions that the FAQ answers, one of them poisoned for the plugin.
  private static func recording(poison: Int?, of count: Int) -> [JSONValue] {
    (0..<count).map { index in
      [
        "id": .string("m\(index)"), "author": ["id": .string("c\(index)")],
        "text": .string(index == poison ? "Where is my order? poison" : "Where is my order?"),
      ]
    }
  }

  private static func place(_ mode: String, in setup: CommandSetup) throws {
    try write(mode, version: "7.8.9", in: setup)
    try setup.write(
      config(
        of: setup,
        stage: [
          "plugin": "./hostile", "mode": "auto",
          "run": [
            "deadline": "700ms", "memoryMiB": 128,
            "environment": .object([.init(MarkedProcesses.variable, .string(setup.folder.path))]),
          ],
        ]))
  }

  private static func write(_ mode: String, version: String, in setup: CommandSetup) throws {
    let program = TestPaths.repository.appending(path: "Tests/Servers/HostilePlugin/hostile.py")
    let manifest: JSONValue = [
      "protocol": 1, "name": "hostile", "version": .string(version), "kind": "stage",
      "summary": "For tests.", "settings": [],
      "command": ["/usr/bin/python3", .string(program.path), .string(mode)],
    ]
    try setup.folder.write(manifest.text(), to: "hostile/plugin.json")
  }

  /// The FAQ answers what the plugin lets through.
  private static func config(of setup: CommandSetup, stage: JSONValue) -> JSONValue {
    setup.config().replacing(
      "stages",
      with: [
        stage,
        [
          "plugin": "faq", "mode": "auto",
          "settings": ["entries": ["faq.json"], "answerAbove": 0.3],
        ],
        ["plugin": "handoff", "settings": ["team": "care", "as": "fallback"]],
      ])
  }
}

extension JSONValue {
  /// This object with another value under a key.
  fileprivate func replacing(_ key: String, with value: JSONValue) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(members.map { $0.key == key ? .init(key, value) : $0 })
  }
}
