import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// `replyd plugins new` and `plugins test`: what is made works as it is, what is broken is told.
@Suite(.serialized) struct NewPluginTests {
  private let binary: ReplydBinary
  private let folder: TemporaryFolder

  init() throws {
    binary = try ReplydBinary()
    folder = try TemporaryFolder()
  }

  static let made = ["python", "shell", "javascript"].flatMap { language in
    ["stage", "notifier", "connector"].map { (language, $0) }
  }

  @Test(arguments: made) func aNewPluginKeepsTheContractAsItIs(language: String, kind: String)
    async throws
  {
    let made = try await binary.run([
      "plugins", "new", "loud", "--kind", kind, "--language", language, "--output", folder.path,
    ])
    #expect(made.status == 0, "\(made.error)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(of: "loud"))
    let templates = TestPaths.repository.appending(
      path: "Sources/PluginTemplates/files/\(language)-\(kind)")
    let expected = try FileManager.default.contentsOfDirectory(atPath: templates.path)
    #expect(names.sorted() == expected.sorted(), "list all files in plugin_templates.c")
    let tested = try await binary.run(["plugins", "test", folder.path(of: "loud")])
    #expect(tested.status == 0, "\(tested.output)\(tested.error)")
    #expect(tested.output.contains("promises are kept"))
    #expect(!tested.output.contains("skipped") || kind == "notifier", "\(tested.output)")
  }

  @Test func aSwiftPluginIsRegistered() async throws {
    for path in ["Package.swift", "Sources/replyd/Catalog.swift"] {
      let text = try String(
        contentsOf: TestPaths.repository.appending(path: path), encoding: .utf8)
      try folder.write(text, to: path)
    }
    let made = try await binary.run([
      "plugins", "new", "very-loud", "--kind", "stage", "--language", "swift", "--output",
      folder.path,
    ])
    #expect(made.status == 0, "\(made.error)")
    let catalog = try text(of: "Sources/replyd/Catalog.swift")
    let package = try text(of: "Package.swift")
    #expect(catalog.contains("import VeryLoudStagePlugin\n"))
    #expect(catalog.contains("    veryLoudStage,\n"))
    #expect(package.contains("  plugin(\"Stage\", \"VeryLoud\", []),\n"))
    let stage = try text(of: "Plugins/Stages/VeryLoud/VeryLoudStage.swift")
    #expect(stage.contains("struct VeryLoudStage"))
    #expect(!(try text(of: "Tests/StageTests/VeryLoudStageTests.swift")).contains("{{"))
  }

  @Test(arguments: [
    (["Loud", "--kind", "stage", "--language", "python"], "lower-case letters"),
    (["faq", "--kind", "stage", "--language", "python"], "there is a built-in plugin faq"),
    (["loud", "--kind", "stage", "--language", "swift"], "is no checkout of replyd"),
  ])
  func whatCannotBeMadeIsSaid(_ words: [String], _ expected: String) async throws {
    let done = try await binary.run(["plugins", "new"] + words + ["--output", folder.path])
    #expect(done.status == 1 && done.error.contains(expected), "\(done.error)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  @Test func nothingIsOverwritten() async throws {
    let words = [
      "plugins", "new", "loud", "--kind", "stage", "--language", "shell", "--output", folder.path,
    ]
    #expect(try await binary.run(words).status == 0)
    let again = try await binary.run(words)
    #expect(again.status == 1 && again.error.contains("is there already"))
  }

  @Test(arguments: ["Toxicity", "FileNotifier", "Feed"])
  func theExamplesKeepTheContract(name: String) async throws {
    let path = TestPaths.repository.appending(path: "Plugins/External/\(name)").path
    let tested = try await binary.run(["plugins", "test", path])
    #expect(tested.status == 0, "\(tested.output)\(tested.error)")
  }

  private func make(_ kind: String, _ edits: [(String, String)]) async throws {
    let made = try await binary.run([
      "plugins", "new", "loud", "--kind", kind, "--language", "python", "--output", folder.path,
    ])
    #expect(made.status == 0, "\(made.error)")
    var program = try text(of: "loud/plugin.py")
    for (old, new) in edits {
      #expect(program.contains(old), "the template changed")
      program = program.replacing(old, with: new)
    }
    try folder.write(program, to: "loud/plugin.py")
  }

  @Test(arguments: [
    ("digest.", "raise ValueError('what is a digest?')", nil),
    ("digest.waiting", "os._exit(1)", "handoffs that come in one digest"),
    ("digest.daily", "os._exit(1)", "a daily digest is taken"),
    ("handoff.ended", "raise ValueError('what?')", "every occasion of a handoff"),
    ("alarm.", "os._exit(1)", "an alarm is taken"),
  ])
  func theSuiteTellsANotifierOfEverything(_ type: String, _ act: String, _ broken: String?)
    async throws
  {
    let head = "    with open(settings[\"file\"], \"a\""
    let hook = "    if notification[\"type\"].startswith(\"\(type)\"): \(act)\n"
    try await make("notifier", [(head, hook + head)])
    let tested = try await binary.run(["plugins", "test", folder.path(of: "loud")])
    let bad = tested.output.split(separator: "\n").filter { $0.contains("BROKEN") }
    #expect(bad.count == (broken == nil ? 0 : 1), "\(tested.output)")
    #expect(bad.allSatisfy { $0.contains(broken ?? "") }, "\(tested.output)")
  }

  @Test(arguments: ["p1", "p2"]) func theSuiteLooksAtAnswers(_ expected: String) async throws {
    try await make(
      "connector",
      [
        ("        cursor, page =", "        answers = []\n        cursor, page ="),
        (
          "page.append(parsed(line))",
          "(answers if b'\"remote\"' in line else page).append(parsed(line))"
        ),
        ("{\"messages\": page,", "{\"messages\": page, \"answers\": answers,"),
      ])
    let line = #"{"remote":"p1","inReplyTo":"2","at":"2026-01-05T09:00:00Z"}"#
    let example: JSONValue = [
      "run": ["sh", "-c", .string("echo '\(line)' >> messages.jsonl")], "messages": [],
      "answers": [["remote": .string(expected)]],
    ]
    try folder.write(example.text() + "\n", to: "loud/examples.jsonl")
    let tested = try await binary.run(["plugins", "test", folder.path(of: "loud")])
    #expect((tested.status == 0) == (expected == "p1"), "\(tested.output)")
    #expect(tested.output.contains("expected [\"p2\"]") == (expected == "p2"))
  }

  static let broken = [
    ("random", "random.random()", "two evaluations gave two opinions"),
    ("mixes up", "len(items) / 1000", "says something else alone"),
    ("keeps", "kept.append(bytearray(20000)) or 0", "it keeps what it should forget"),
    ("too large", "7", "shout.share is 7"), ("fails", "1 / 0", "threw"),
  ]

  /// The suite has to notice what it is there to notice.
  @Test(arguments: broken.map(\.0)) func theSuiteFindsABrokenPlugin(_ name: String) async throws {
    let (_, value, expected) = try #require(Self.broken.first { $0.0 == name })
    try folder.write(Self.program.replacing("VALUE", with: value), to: "shout/shout.py")
    try write("shout", command: ["/usr/bin/python3", "shout.py"])
    let tested = try await binary.run(["plugins", "test", folder.path(of: "shout")])
    #expect(tested.status == 1 && tested.output.contains("BROKEN"), "\(tested.output)")
    #expect(tested.output.contains(expected), "\(tested.output)")
  }

  @Test(arguments: [
    ("ignoresTerm", "it must exit by itself within 2 s"),
    ("ignoresTerm", "its standard input ends"),
    ("dead", "it ended during initialize"),
  ])
  func theSuiteFindsARudeProcess(_ mode: String, _ expected: String) async throws {
    let program = TestPaths.repository.appending(path: "Tests/Servers/HostilePlugin/hostile.py")
    try write("hostile", command: ["/usr/bin/python3", .string(program.path), .string(mode)])
    let tested = try await binary.run(["plugins", "test", folder.path(of: "hostile")])
    #expect(tested.status == 1 && tested.output.contains(expected), "\(tested.output)")
  }

  private static let program = """
    import json, random, sys
    kept = []
    for line in sys.stdin:
        ask = json.loads(line)
        try:
            if ask["method"] == "initialize":
                answer = {"result": json.load(open("plugin.json"))}
            elif ask["method"] == "evaluate":
                items = ask["params"]["items"]
                found = [{"name": "shout", "value": {"share": VALUE}} for item in items]
                answer = {"result": {"opinions": [{"findings": [one]} for one in found]}}
            elif ask["method"] == "shutdown":
                answer = {"result": {}}
            else:
                answer = {"error": {"code": -32601, "message": "no such method"}}
        except Exception as error:
            answer = {"error": {"code": -32000, "message": str(error)}}
        print(json.dumps({"jsonrpc": "2.0", "id": ask["id"], **answer}), flush=True)
        if ask["method"] == "shutdown":
            break
    """

  @Test func aFolderThatIsNoPluginIsSaid() async throws {
    let tested = try await binary.run(["plugins", "test", folder.path])
    #expect(tested.status == 1 && tested.error.contains("cannot read the manifest"))
  }

  private func write(_ name: String, command: [JSONValue]) throws {
    let manifest: JSONValue = [
      "protocol": 1, "name": .string(name), "version": "1", "kind": "stage", "settings": [],
      "summary": "For tests.", "command": .array(command),
    ]
    try folder.write(manifest.text(), to: "\(name)/plugin.json")
    try folder.write("{}", to: "\(name)/sample.json")
    try folder.write("# \(name)\n\n## Sample\n\n```json\n{}\n```\n", to: "\(name)/README.md")
  }

  private func text(of path: String) throws -> String {
    try String(contentsOfFile: folder.path(of: path), encoding: .utf8)
  }
}
