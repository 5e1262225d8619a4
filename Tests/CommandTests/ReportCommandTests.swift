import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// `replyd report`, beside a running daemon and without one.
struct ReportCommandTests {
  private let setup: CommandSetup

  init() throws { setup = try CommandSetup() }

  @Test func everyFormIsOfTheSameMessages() async throws {
    try await setup.runUntilDone()
    let json = try await setup.json("report", "--since", "1h")
    #expect(json["total"]?["volume"]?["customers"] == 4 && json["brand"] == "Brand")
    #expect(json["total"]?["replies"] == ["acknowledgement": 1, "answer": 2])
    #expect(json["total"]?["handoffs"]?["opened"] == 2)
    let text = try await setup.succeed("report")
    #expect(text.contains("MESSAGES\n  of customers                   4"))
    #expect(!text.contains("\u{1B}"))

    let page = setup.folder.path(of: "report.html")
    #expect(try await setup.succeed("report", "--html", page).isEmpty)
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html.hasPrefix("<!doctype html>") && html.hasSuffix("</html>\n"))
    let table = try await setup.succeed("report", "--csv")
    #expect(table.components(separatedBy: "\r\n").count == 6)
    #expect(table.contains("demo/c1,") && table.contains(",\"'@of-c1\","))
  }

  @Test(
    arguments: [
      (["--json", "--html"], 64), (["out.html"], 64), (["--since", "soon"], 1),
      (["--since", "1d", "--until", "2d"], 1), (["--since", "2000-01-01"], 1),
    ] as [([String], Int32)])
  func whatCannotBeReportedIsRefused(_ words: [String], _ status: Int32) async throws {
    try await setup.runUntilDone()
    let path = setup.folder.path(of: "replyd.json")
    let done = try await setup.binary.run(["report"] + words + ["--config", path])
    #expect(done.status == status && !done.error.isEmpty && done.output.isEmpty, "\(done.error)")
  }

  @Test func aRunningDaemonIsAsked() async throws {
    let port = try FreePort.next()
    guard case .object(let members) = setup.config() else { return }
    let console: JSONValue = ["listen": .string("127.0.0.1:\(port)")]
    try setup.write(.object(members + [.init("console", console)]))
    let log = setup.folder.path(of: "daemon.log")
    let daemon = try setup.binary.start(config: setup.folder.path(of: "replyd.json"), log: log)
    try await eventually("three replies are out (see \(log))") {
      try setup.repliedTo() == ["c1", "p1", "q1"]
    }
    try await eventually("the report has them") {
      let json = try await setup.json("report", "--since", "1h")
      return json["total"]?["replies"] == ["acknowledgement": 1, "answer": 2]
    }
    let table = try await setup.succeed("report", "--csv")
    #expect(table.components(separatedBy: "\r\n").count == 6)
    #expect(daemon.isRunning)
    #expect(try await daemon.terminate(within: .seconds(30)) == .exit(0))
  }
}
