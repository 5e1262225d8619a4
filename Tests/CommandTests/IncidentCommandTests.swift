import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// Incidents as operators type them, on the built program.
@Suite(.serialized) struct IncidentCommandTests {
  private let setup: CommandSetup

  init() throws {
    setup = try CommandSetup(
      recording: [
        Recordings.line("q1", Recordings.question),
        Recordings.line(
          "s1", "Your kettle exploded in my hands <b>\u{1B}[31m and burned my daughter"),
        Recordings.line("q2", "Where is my order? The kettle one"),
      ])
    guard case .object(var members) = setup.config(),
      let stages = members.firstIndex(where: { $0.key == "stages" }),
      var list = members[stages].value.array
    else { throw CommandSetup.Failure(description: "the config has no stages") }
    list[2] = [
      "plugin": "crisis", "settings": ["team": "care", "procedures": ["safety": "recall"]],
    ]
    members[stages].value = .array(list)
    let more: JSONValue = [
      "people": ["ann": ["name": "Ann Lee"], "bo": ["name": "Bo"]],
      "procedures": [
        "recall": [
          "steps": [
            ["hold": "topic", "words": ["kettle*"]], ["notify": "head"],
            [
              "say": ["en": "Thank you, {{author}}. We look into it."], "to": "held",
              "mode": "auto",
            ],
            ["notify": "head", "after": "5h"],
          ],
          "resources": ["A free return label"], "resume": ["people": 2, "by": ["ann", "bo"]],
        ]
      ],
    ]
    guard case .object(let added) = more else { return }
    members.removeAll { $0.key == "notifiers" }
    let notifiers: JSONValue = ["chat": ["plugin": "log"], "head": ["plugin": "log"]]
    try setup.write(.object(members + added + [.init("notifiers", notifiers)]))
  }

  @Test func anIncidentIsSeenReportedAndEndedByTwoPeople() async throws {
    // What is held stays open: the daemon would not end by itself.
    try await setup.runUntilSilent()
    let list = try await setup.json("incidents").array ?? []
    #expect(list.count == 1 && list.first?["category"] == "safety")
    let shown = try await setup.succeed("incidents")
    #expect(shown.contains("#1  OPEN  safety") && !shown.contains("\u{1B}[31m and"))
    #expect(shown.contains("2 different people of ann or bo"))

    let nobody = try await setup.run("incidents", "resume", "1", "--as", "eve")
    #expect(nobody.status == 1 && nobody.error.contains("only ann, bo may end incident 1"))
    let first = try await setup.succeed("resume", "--incident", "1", "--as", "ann")
    #expect(first.contains("Ann Lee agreed: 1 of 2"))
    #expect(try await setup.succeed("incidents", "resume", "1", "--as", "ann").contains("1 of 2"))
    #expect(try await setup.succeed("resume", "--all").contains("Incident 1 has some of them"))
    #expect(try await setup.succeed("incidents", "resume", "1", "--as", "Bo").contains("ended"))
    #expect(try await setup.succeed("incidents") == "No incident is open.\n")
    #expect(try await setup.json("status")["openIncidents"] == 0)

    let record = try await setup.json("incidents", "show", "1")
    #expect(record["agreed"] == ["Ann Lee", "Bo"] && record["state"] == "resumed")
    #expect(record["steps"]?.array?.last?["outcome"] == "not done: the incident ended")
    let kinds = (record["timeline"]?.array ?? []).compactMap { $0["event"]?.string }
    for kind in ["opened", "step 1", "step 2", "step 3", "notified", "agreed", "resumed"] {
      #expect(kinds.contains(kind), "\(kind) in \(kinds)")
    }
    #expect(try await setup.succeed("why", "demo/s1").contains("#1 opened by pipeline: safety"))
  }

  @Test func theReportIsTextJSONAndAPicture() async throws {
    try await setup.runUntilSilent()
    let text = try await setup.succeed("incidents", "report", "1")
    #expect(text.contains("Incident #1: safety, procedure recall") && text.contains("Timeline"))
    let json = try await setup.succeed("incidents", "report", "1", "--format", "json")
    #expect(try JSONReader.read(json.utf8).plain["replies"]?["statements"]?.number ?? 0 >= 1)
    let file = setup.folder.path(of: "incident.svg")
    try await setup.succeed("incidents", "report", "1", "--format", "svg", "--output", file)
    let svg = try String(contentsOfFile: file, encoding: .utf8)
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n") && !svg.contains("<b>"))
    let unknown = try await setup.run("incidents", "report", "7")
    #expect(unknown.status == 1 && unknown.error.contains("there is no incident 7"))
  }

  @Test func aDrillShowsEachStepAndChangesNothing() async throws {
    let drill = try await setup.succeed(
      "incidents", "drill", "recall", "--text", "the kettle leaks")
    #expect(drill.contains("words: kettle*") && drill.contains("notifier head"))
    #expect(drill.contains("Thank you, a customer. We look into it."))
    #expect(drill.contains("People may offer: A free return label"))
    #expect(drill.contains("2 different people of ann, bo"))
    #expect(!FileManager.default.fileExists(atPath: setup.folder.path(of: "var/replyd.sqlite")))
    try await setup.runUntilSilent()
    let before = try await setup.json("status")
    let counted = try await setup.json("incidents", "drill", "recall", "--message", "demo/s1")
    #expect(counted["steps"]?.array?.first?["wouldHold"] == .object([]))
    #expect(try await setup.json("status") == before)
    let unknown = try await setup.run("incidents", "drill", "recal")
    #expect(unknown.status == 1 && unknown.error.contains("recall"))
  }

  @Test func aPersonStartsAProcedureByHand() async throws {
    try await setup.runUntilSilent()
    let opened = try await setup.succeed("incidents", "open", "recall", "demo/q1", "--as", "ann")
    #expect(opened.contains("Incident 2 is open"))
    let again = try await setup.run("incidents", "open", "recall", "demo/q1")
    #expect(again.status == 1 && again.error.contains("an open incident has"))
    let unknown = try await setup.run("incidents", "open", "nothing", "demo/q1")
    #expect(unknown.status == 1 && unknown.error.contains("there is no procedure nothing"))
    let missing = try await setup.run("incidents", "open", "recall", "demo/none")
    #expect(missing.status == 1 && missing.error.contains("no message demo/none"))
    #expect(try await setup.json("incidents").array?.first?["openedBy"] == "Ann Lee")
  }

  @Test func aHoldOnATopicIsSetAndEndedByHand() async throws {
    try await setup.runUntilSilent()
    let held = try await setup.succeed("hold", "--topic", "tent*, KB-210", "--as", "ann")
    #expect(held.contains("On hold: topic:tent*, KB-210"))
    let status = try await setup.succeed("status")
    #expect(status.contains("topic:tent*, KB-210") && status.contains("by ann"))
    #expect(
      try await setup.succeed("resume", "--topic", "tent*, KB-210").contains("Released 1 hold"))
    let empty = try await setup.run("hold", "--topic", "!")
    #expect(empty.status != 0 && empty.error.contains("no word"))
    let both = try await setup.run("hold", "--topic", "a", "--audience", "public")
    #expect(both.status != 0 && both.error.contains("one scope"))
  }
}

extension CommandSetup {
  /// Runs the daemon until its procedures have done what is due, and ends it.
  fileprivate func runUntilSilent() async throws {
    let daemon = try binary.start(
      config: folder.path(of: "replyd.json"), log: folder.path(of: "run.log"), level: "info")
    try await eventually("the statement is out", within: .seconds(60)) {
      try repliedTo().contains("s1")
        && String(contentsOfFile: folder.path(of: "run.log"), encoding: .utf8)
          .contains("step 3: holding statement")
    }
    _ = try await daemon.terminate(within: .seconds(30))
  }
}
