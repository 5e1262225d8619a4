import PluginKit
import PluginTesting
import TestSupport
import Testing

/// `replyd replay`: a month on a virtual clock.
struct ReplayTests {
  private let setup: CommandSetup
  private let input: String

  init() throws {
    setup = try CommandSetup()
    input = try setup.folder.write(CommandSetup.lines(Recordings.month), to: "month.jsonl")
    try setup.folder.write(Brand.fewerCourses.text(), to: "fewer.json")
    try setup.write(setup.config(courses: "fewer.json"), to: "changed.json")
  }

  private func replay(
    _ options: String..., config: String = "replyd.json"
  ) async throws -> ReplydBinary.Output {
    try await setup.binary.run(
      ["replay", "--config", setup.folder.path(of: config), "--input", input] + options)
  }

  private func report() async throws -> JSONValue {
    try JSONReader.read(try await replay("--json").output.utf8).plain
  }

  @Test func theCountsAddUp() async throws {
    let report = try await report()
    let ends = ["answered", "handedOff", "open"].compactMap { report[$0]?.count }
    #expect(report["messages"]?.count == 200)
    #expect(ends == [150, 50, 0] && report["ignored"] == .object([]))
    #expect(report["acknowledged"]?.count == 50)
    #expect(report["notifications"]?["chat"]?.count ?? 0 >= 50)
  }

  @Test func theTimeToTheFirstReplyHasItsPercentiles() async throws {
    let seconds = try #require(try await report()["firstReplySeconds"])
    #expect(seconds.keys == ["p50", "p90", "p99"])
    let values = seconds.keys.compactMap { seconds[$0]?.number }
    #expect(values.count == 3 && values == values.sorted() && values[0] >= 0)
  }

  @Test func twoReplaysAreEqual() async throws {
    let reports = [try await report(), try await report()].map { report -> [String] in
      report.keys.filter { $0 != "seconds" }.map { "\($0)=\(report[$0]?.text() ?? "")" }
    }
    #expect(reports[0] == reports[1] && reports[0].count > 8)
  }

  @Test func aReplayLeavesNoStoreAndNoReply() async throws {
    #expect(try await replay().status == 0)
    #expect(try await setup.run("status").status == 1)
    #expect(try setup.repliedTo().isEmpty)
  }

  @Test func aRemovedCourseListsTheMessagesItChanges() async throws {
    let done = try await replay("--against", setup.folder.path(of: "changed.json"), "--json")
    let comparison = try JSONReader.read(done.output.utf8).plain["comparison"]
    let differences = try #require(comparison?["differences"]?.array)
    let praises = stride(from: 2, to: 200, by: 4).map { "mastodon/m\($0)" }
    #expect(differences.compactMap { $0["message"]?.string }.sorted() == praises.sorted())
    #expect(differences.allSatisfy { $0["before"]?["action"] == "answer" })
    #expect(differences.allSatisfy { $0["after"]?["action"] == "handoff" })
    #expect(done.status == 0)
  }

  @Test func theSameConfigDiffersInNothing() async throws {
    let done = try await replay("--against", setup.folder.path(of: "replyd.json"))
    #expect(done.status == 0)
    #expect(done.output.hasPrefix("0 messages would be treated differently"), "\(done.output)")
  }

  @Test(arguments: [("replyd.json", "changed.json", 2), ("changed.json", "replyd.json", 0)])
  func morePagesFailWhereAsked(_ now: String, _ then: String, _ status: Int32) async throws {
    let done = try await replay(
      "--against", setup.folder.path(of: then), "--fail-on", "pages", config: now)
    #expect(done.status == status, "\(done.output)\(done.error)")
  }

  @Test(arguments: [["--against", "changed.json", "--fail-on", "nonsense"], ["--fail-on", "pages"]])
  func aWrongFailOnIsAUsageError(_ options: [String]) async throws {
    let done = try await setup.binary.run(["replay", "--input", input] + options)
    #expect(done.status == 64 && done.error.contains("Usage: replyd replay"), "\(done.error)")
  }

  /// The limits for an author hold for one who is named, as an object or by the handle alone.
  @Test(arguments: [
    (#","author":"@jo""#, 1), (#","author":{"id":"jo"}"#, 1), ("", 8), (#","author":null"#, 8),
  ])
  func strangersDoNotShareTheLimitsOfOneAuthor(_ author: String, _ acknowledged: Int) async throws {
    let lines = (1...8).map {
      """
      {"id":"c\($0)","text":"\(Recordings.complaint)","createdAt":"2026-06-15T09:0\($0):00Z"\(author)}
      """
    }
    let input = try setup.folder.write(lines.joined(separator: "\n"), to: "authors.jsonl")
    let done = try await setup.binary.run([
      "replay", "--config", setup.folder.path(of: "replyd.json"), "--input", input, "--json",
    ])
    let report = try JSONReader.read(done.output.utf8).plain
    #expect(report["acknowledged"]?.count ?? 0 >= acknowledged)
    #expect((report["acknowledged"]?.count ?? 0 < 8) == (acknowledged == 1))
  }

  @Test func aBrokenLineIsNamed() async throws {
    let path = try setup.folder.write("{\"id\":\"1\",\"text\":\"a\"}\n{\n", to: "broken.jsonl")
    let done = try await setup.run("replay", "--input", path)
    #expect(done.status == 1 && done.error.contains("\(path):2: "), "\(done.error)")
  }
}
