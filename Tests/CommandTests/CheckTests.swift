import PluginKit
import PluginTesting
import TestSupport
import Testing

/// `replyd check`: every mistake at once, each with its place and a way out.
struct CheckTests {
  private static let broken = """
    {
      "brand": { "name": "Brand", "timeZone": "Mars/Base" },
      "conectors": {},
      "connectors": {
        "demo": { "plugin": "replay", "pollEvery": "15x",
                  "settings": { "file": "recording.jsonl", "sped": 1 } },
        "toot": { "plugin": "mastodn" },
        "mast": { "plugin": "mastodon",
                  "settings": { "server": "https://mastodon.example",
                                "token": { "env": "REPLYD_TESTS_SET_NO_SUCH_NAME" } } }
      },
      "stages": [{ "plugin": "sentimen" }],
      "teams": { "care": { "notify": ["chatt"] } },
      "notifiers": { "chat": { "plugin": "log" } },
      "limits": { "drain": "soon" },
      "alarms": { "notify": ["chatt"], "silentPols": 2 },
      "deadMan": { "url": "https://plain.example/ping" }
    }
    """

  private let setup: CommandSetup

  init() throws {
    setup = try CommandSetup()
    try setup.folder.write(Self.broken, to: "broken.json")
  }

  private func errors(_ config: String = "broken.json") async throws -> [String] {
    let done = try await setup.run("check", config: config)
    #expect(done.status == 1 && done.output.isEmpty)
    return done.error.split(separator: "\n").map(String.init)
  }

  @Test(arguments: [
    (":2:43: brand.timeZone: ", "IANA"),
    (":3:3: ", #"unknown key "conectors"; did you mean "connectors"?"#),
    (":5:48: connectors.demo.pollEvery: ", #"found "15x""#),
    (":6:", #"connectors.demo.settings: unknown key "sped"; did you mean "speed"?"#),
    ("connectors.toot", #"unknown plugin "mastodn"; did you mean "mastodon"?"#),
    (":10:", "connectors.mast.settings.token: the environment variable REPLYD_TESTS_SET_NO_SUCH"),
    ("stages[0]", #"unknown plugin "sentimen"; did you mean "sentiment"?"#),
    ("teams.care", #"unknown notifier "chatt"; did you mean "chat"?"#),
    (":15:24: limits.drain: ", #"found "soon""#),
    ("alarms.notify", #"unknown notifier "chatt"; did you mean "chat"?"#),
    (":16:", #"alarms: unknown key "silentPols"; did you mean "silentPolls"?"#),
    (":17:", "deadMan.url: "),
  ])
  func aMistakeIsNamedWithItsPlaceAndAWayOut(_ place: String, _ words: String) async throws {
    let lines = try await errors()
    #expect(lines.contains { $0.contains(place) && $0.contains(words) }, "\(lines)")
  }

  @Test func allMistakesComeAtOnce() async throws {
    let lines = try await errors()
    #expect(lines.count == 13, "\(lines)")
    #expect(lines.last == "12 errors in the config; nothing was started")
    let place = try Regex(#"broken\.json:[0-9]+:[0-9]+: "#)
    #expect(lines.dropLast().allSatisfy { $0.contains(place) }, "\(lines)")
  }

  @Test(arguments: ["connectors.toot", "stages[0]", "teams.care"])
  func anUnknownNameHasItsPlace(_ path: String) async throws {
    let lines = try await errors()
    #expect(!lines.contains { $0.contains("broken.json:1:1: \(path)") }, "\(lines)")
    #expect(lines.contains { $0.contains(": \(path)") && $0.contains("unknown") }, "\(lines)")
  }

  @Test func aMistakeHidesNoOther() async throws {
    try setup.folder.write(
      """
      { "brand": { "nam": "Brand" }, "console": { "listen": "0.0.0.0:80" },
        "teams": { "care": { "notify": ["chat"] } }, "notifiers": { "chat": { "plugin": "log" } } }
      """, to: "two.json")
    let lines = try await errors("two.json")
    #expect(lines.contains { $0.contains(#"unknown key "nam""#) }, "\(lines)")
    #expect(lines.contains { $0.contains("console.listen: ") }, "\(lines)")
  }

  @Test func aDuplicateKeyIsAnError() async throws {
    try setup.folder.write("{\n  \"brand\": {},\n  \"brand\": {}\n}\n", to: "twice.json")
    let lines = try await errors("twice.json")
    #expect(lines.first?.contains(#"twice.json:3:3: duplicate key "brand";"#) == true, "\(lines)")
  }

  @Test func aConfigThatIsNotThereIsNamed() async throws {
    let lines = try await errors("nowhere.json")
    #expect(lines.contains { $0.contains("nowhere.json") }, "\(lines)")
  }

  @Test func aDaemonWithoutATeamIsRefused() async throws {
    try setup.write(["connectors": .object([]), "stages": []], to: "alone.json")
    #expect(try await errors("alone.json").contains { $0.contains("at least one team") })
  }

  @Test func aGoodConfigIsFine() async throws {
    let done = try await setup.run("check")
    #expect(done.status == 0 && done.error.isEmpty)
    #expect(done.output.hasPrefix("The config is fine"))
  }

  @Test func jsonNamesWhatWasBuilt() async throws {
    let summary = try await setup.json("check")
    #expect(summary["ok"] == true)
    #expect(summary["hash"]?.string?.count == 64)
    #expect(summary["connectors"] == ["demo"])
    #expect(
      summary["stages"] == ["sentiment", "intent", "crisis", "faq", "courses", "handoff"])
    #expect(summary["notifiers"] == ["chat"] && summary["teams"] == ["care"])
  }

  @Test func noSecretIsPrinted() async throws {
    try setup.folder.write("s3cr3t-t0ken", to: "token", mode: 0o600)
    try setup.write(
      [
        "connectors": [
          "mast": [
            "plugin": "mastodon",
            "settings": ["server": "https://mastodon.example", "token": ["file": "token"]],
          ]
        ],
        "stages": [["plugin": "handoff", "settings": ["team": "care"]]],
        "teams": ["care": ["notify": ["chat"]]], "notifiers": ["chat": ["plugin": "log"]],
      ], to: "mast.json")
    let done = try await setup.run("check", config: "mast.json")
    #expect(done.status == 0, "\(done.error)")
    #expect(!(done.output + done.error).contains("s3cr3t"))
  }
}
