import CoreMetrics
import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Console

@Suite struct MetricRegistryTests {
  private let registry = MetricRegistry()

  private var page: String {
    var page = Exposition()
    registry.write(into: &page)
    return page.text
  }

  @Test func theTextIsWhatTheFormatPrescribes() {
    registry.counter("a_total", "Of\nA \\.", ("name", "x\"y\\z\n")).increment(by: 3)
    registry.histogram("b_seconds", "B.").record(seconds: 0.002)
    registry.histogram("b_seconds", "B.").record(seconds: 70)
    let lines = page.split(separator: "\n").map(String.init)
    #expect(
      lines.prefix(5) == [
        #"# HELP a_total Of\nA \\."#, "# TYPE a_total counter", #"a_total{name="x\"y\\z\n"} 3"#,
        "# HELP b_seconds B.", "# TYPE b_seconds histogram",
      ])
    #expect(lines.contains(#"b_seconds_bucket{le="0.001"} 0"#))
    #expect(lines.contains(#"b_seconds_bucket{le="0.005"} 1"#))
    #expect(lines.contains(#"b_seconds_bucket{le="5"} 1"#))
    #expect(
      lines.suffix(3) == [
        #"b_seconds_bucket{le="+Inf"} 2"#, "b_seconds_sum 70.002", "b_seconds_count 2",
      ])
    #expect(page.hasSuffix("\n"))
  }

  @Test(arguments: [
    (0.5, "0.5"), (3, "3"), (-2, "-2"), (.nan, "NaN"), (.infinity, "+Inf"),
    (-.infinity, "-Inf"), (1e-05, "1e-05"), (1e300, "1e+300"),
  ])
  func aNumberIsWrittenAsTheFormatWantsIt(_ number: Double, _ text: String) {
    #expect(Exposition.number(number) == text)
  }

  /// What a library measures through swift-metrics stands on the page, under a legal name.
  @Test func theRegistryIsABackendOfSwiftMetrics() {
    Counter(label: "http.requests", dimensions: [("pa:th", "/x")], factory: registry).increment()
    Timer(label: "9 lives", factory: registry).recordSeconds(2)
    Meter(label: "queue", factory: registry).set(2.5)
    Gauge(label: "http.requests.total", factory: registry).record(7)
    let counted = "# TYPE http_requests_total counter\nhttp_requests_total{pa_th=\"/x\"} 1\n"
    #expect(page.contains(counted))
    #expect(page.contains("_9_lives_seconds_sum 2\n"))
    #expect(page.contains("queue 2.5\n"))
    // A gauge of a counter's name contradicts it: it counts where nobody looks.
    #expect(!page.contains("http_requests_total 7"))
  }

  @Test func asManySeriesAreKeptAsThereIsRoomFor() {
    for number in 0...(MetricRegistry.maxSeries + 10) {
      registry.counter("many_total", "Many.", ("n", "\(number)")).increment()
    }
    #expect(page.split(separator: "\n").count == MetricRegistry.maxSeries + 2)
  }

  @Test func concurrentIncrementsAreAllCounted() async {
    let counter = registry.counter("c_total", "C.")
    let histogram = registry.histogram("d_seconds", "D.")
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<10_000 {
            counter.increment()
            histogram.record(seconds: 0.5)
          }
        }
      }
    }
    #expect(counter.value == 80_000)
    #expect(page.contains("d_seconds_sum 40000\n") && page.contains("d_seconds_count 80000\n"))
  }

  /// Events of connectors that the config does not name, and their words, leave no trace.
  @Test func labelsComeFromTheConfigAlone() {
    let metrics = DaemonMetrics(
      registry: registry, connectors: ["toot"], notifiers: ["desk"])
    let stages = StageMetrics(registry: registry, stages: ["faq"])
    let before = page.split(separator: "\n").count
    let hostile = "zq9\"} 1\nevil{x=\""
    metrics.observe(.polled(connector: hostile, .ok))
    metrics.observe(.attempted(connector: hostile, .posted))
    metrics.observe(.notTold(by: hostile, .refused(hostile)))
    metrics.observe(.alarm(.store, hostile))
    metrics.observe(.received(connector: hostile, IntakeResult()))
    stages.stage(99, took: 1, isFailure: true)
    metrics.observe(.polled(connector: "toot", .unauthorised))
    stages.stage(0, took: 0.2, isFailure: true)
    #expect(page.split(separator: "\n").count == before)
    #expect(!page.contains("zq9") && !page.contains("evil"))
    #expect(page.contains(#"replyd_polls_total{connector="toot",result="unauthorised"} 1"#))
    #expect(page.contains(#"replyd_stage_failures_total{stage="faq"} 1"#))
    #expect(page.contains(#"replyd_errors_total{kind="store"} 1"#))
  }

  @Test func aReloadAddsSeriesAndKeepsWhatWasCounted() {
    let metrics = DaemonMetrics(registry: registry, connectors: ["toot"], notifiers: [])
    metrics.observe(.polled(connector: "toot", .ok))
    metrics.adopt(connectors: ["toot", "new"], notifiers: [])
    metrics.observe(.polled(connector: "toot", .ok))
    metrics.observe(.polled(connector: "new", .ok))
    #expect(page.contains(#"replyd_polls_total{connector="toot",result="ok"} 2"#))
    #expect(page.contains(#"replyd_polls_total{connector="new",result="ok"} 1"#))
    metrics.adopt(connectors: ["new"], notifiers: [])
    metrics.observe(.polled(connector: "toot", .ok))
    #expect(page.contains(#"replyd_polls_total{connector="toot",result="ok"} 2"#))
  }
}
