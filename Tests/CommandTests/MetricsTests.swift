import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// `/metrics` of the running daemon, and what is shipped to go with it.
@Suite struct MetricsTests {
  private static let examples = TestPaths.repository.appending(path: "config/examples")

  private func text(_ name: String) throws -> String {
    try String(contentsOf: Self.examples.appending(path: name), encoding: .utf8)
  }

  @Test func aScrapeHoldsWhatHappenedAndNothingOfCustomers() async throws {
    let server = try LoopbackMastodonProcess()
    let setup = try DaemonSetup(server: server.server)
    let daemon = try await setup.started()
    try await server.mention("A fine zq9text flight, thank you", author: "zq9ana@zq9.example")
    try await eventually("the message is answered") { try await setup.status().answered == 1 }
    try await eventually("it is ready") { try await setup.page("/readyz").status == 200 }
    let page = try await setup.page("/metrics")
    #expect(page.status == 200)
    let samples = Self.samples(page.text)
    #expect(samples[#"replyd_ready"#] == 1)
    #expect(samples[#"replyd_attempts_total{connector="mastodon",outcome="posted"}"#] == 1)
    #expect(samples[#"replyd_messages_received_total{connector="mastodon",as="new"}"#] == 1)
    #expect(samples[#"replyd_decisions_total{action="answer"}"#] == 1)
    #expect(samples[#"replyd_windows_total{kind="acknowledge",outcome="met"}"#] == 1)
    #expect(samples[#"replyd_stage_duration_seconds_count{stage="faq"}"#] == 1)
    #expect((samples[#"replyd_polls_total{connector="mastodon",result="ok"}"#] ?? 0) > 0)
    #expect((samples[#"replyd_poll_age_seconds{connector="mastodon"}"#] ?? 99) < 60)
    #expect((samples[#"replyd_rate_budget_limit{connector="mastodon"}"#] ?? 0) > 0)
    #expect((samples["process_resident_memory_bytes"] ?? 0) > 1e6)
    #expect((samples["process_open_fds"] ?? 0) > 3)
    #expect((samples["process_start_time_seconds"] ?? 0) > 1.7e9)
    for secret in ["zq9", "127.0.0.1", "http", LoopbackMastodonProcess.token] {
      #expect(!page.text.contains(secret), "\(secret)")
    }
    try check(page.text, in: setup.folder)
    try namesExist(in: page.text)
    _ = try await daemon.terminate(within: .seconds(20))
  }

  @Test func theRulesAreValidAndFireWhenTheyShould() throws {
    guard let promtool = Promtool() else { return }
    let rules = Self.examples.appending(path: "prometheus-rules.yml").path
    let checked = try promtool.run(["check", "rules", rules])
    #expect(checked.status == 0, "\(checked.said)")
    let tests = TestPaths.repository.appending(path: "Tests/CommandTests/rules-test.yml").path
    let tested = try promtool.run(["test", "rules", tests])
    #expect(tested.status == 0, "\(tested.said)")
    // Each alert is tested both ways: it fires, and it stays silent while all is well.
    let cases = try String(contentsOfFile: tests, encoding: .utf8)
    for line in try text("prometheus-rules.yml").split(separator: "\n") {
      guard let name = line.firstRange(of: "- alert: ").map({ line[$0.upperBound...] }) else {
        continue
      }
      #expect(cases.contains("alertname: \(name), exp_alerts: []"), "\(name) stays silent")
      #expect(cases.contains("alertname: \(name)\n        exp_alerts:"), "\(name) fires")
    }
  }

  private func check(_ page: String, in folder: TemporaryFolder) throws {
    guard let promtool = Promtool() else { return }
    try folder.write(page, to: "metrics.txt")
    let checked = try promtool.run(["check", "metrics"], input: folder.path(of: "metrics.txt"))
    #expect(checked.status == 0 && checked.said.isEmpty, "\(checked.said)")
  }

  /// Every metric that the rules and the dashboard name is one that the daemon has.
  private func namesExist(in page: String) throws {
    let known = Set(
      page.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
        String($0.prefix { $0 != "{" && $0 != " " })
      })
    let dashboard = try JSONReader.read(try text("grafana-dashboard.json").utf8).plain
    let panels = try #require(dashboard["panels"]?.array)
    let expressions = panels.flatMap { $0["targets"]?.array ?? [] }
      .compactMap { $0["expr"]?.string }
    #expect(panels.count > 9 && expressions.count >= panels.count)
    for source in expressions + [try text("prometheus-rules.yml")] {
      for name in Self.metricNames(in: source) {
        #expect(known.contains(name), "\(name) is not on the page")
      }
    }
  }

  private static func metricNames(in text: String) -> Set<String> {
    let words = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || "_:".contains($0))) }
    return Set(
      words.map(String.init).filter { $0.hasPrefix("replyd_") || $0.hasPrefix("process_") })
  }

  private static func samples(_ page: String) -> [String: Double] {
    let pairs = page.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
      line.lastIndex(of: " ").map { (String(line[..<$0]), Double(line[line.index(after: $0)...])) }
    }
    return Dictionary(pairs.map { ($0.0, $0.1 ?? .nan) }, uniquingKeysWith: { first, _ in first })
  }
}
