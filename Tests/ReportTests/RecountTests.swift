import Engine
import Foundation
import PluginKit
import Testing

/// What a report says is what a script counts from outside the store.
struct RecountTests {
  @Test func theReportOfAWeekIsWhatAScriptCounts() async throws {
    let conversations: Conversations
    do { conversations = try Conversations() } catch let missing as Conversations.Missing {
      return print("NOT RUN: the report of recorded conversations: \(missing)")
    }
    let week = try RecordedWeek(conversations)
    let end = try await onThread { try week.run() }
    try await week.annotate()
    let counted = try week.recounted(now: end.now)
    #expect(end.violations.isEmpty, "\(end.violations.prefix(5))")
    #expect(end.status.open == 0 && end.status.pendingNotifications == 0)
    try compare(end, counted, conversations)
  }

  private func compare(
    _ end: RecordedWeek.End, _ counted: JSONValue, _ conversations: Conversations
  ) throws {
    let report = end.report
    let figures = report.total
    print("recounted: \(counted.text())")

    // The data says something: each kind of figure has cases.
    #expect(conversations.messages == 625 && conversations.machines > 5)
    #expect(figures.volume.all == conversations.messages && figures.volume.coalesced == 0)
    for group in report.groups.connector {
      let own = counted["volume"]?[group.name]
      #expect(own?["customers"] == .int(group.figures.volume.customers), "\(group.name)")
      #expect(own?["machines"] == .int(group.figures.volume.machines), "\(group.name)")
    }
    #expect(report.groups.connector.count == 2)

    // Every handoff was told, none twice.
    #expect(counted["toldTwice"] == 0 && figures.handoffs.opened > 100)
    #expect(counted["handoffs"] == .int(figures.handoffs.opened))
    #expect(end.handoffs.count == figures.handoffs.opened)
    #expect(end.handoffs.allSatisfy { $0.state != .open })

    #expect(counted["replies"] == Self.counts(figures.replies))
    for (clock, windows) in [
      ("acknowledge", figures.acknowledgeWindow), ("human", figures.humanWindow),
    ] {
      let own = counted["windows"]?[clock]
      #expect(own?["met"] == .int(windows.met) && windows.met > 50, "\(clock) \(windows)")
      #expect(own?["missed"] == .int(windows.missed) && windows.missed > 20, "\(clock) \(windows)")
      #expect(own?["running"] == .int(windows.running), "\(clock) \(windows)")
    }
    for (name, times) in [
      ("firstReply", figures.firstReply), ("humanAnswer", figures.humanAnswer),
    ] {
      #expect(counted[name]?["count"] == .int(times.count) && times.count > 100, "\(name)")
      for (key, value) in [
        ("p50Seconds", times.p50Seconds), ("p90Seconds", times.p90Seconds),
        ("p99Seconds", times.p99Seconds),
      ] {
        let own = try #require(counted[name]?[key]?.number)
        #expect(abs(own - (try #require(value))) < 0.0015, "\(name) \(key)")
      }
    }
    try compareAnswering(figures.wanted, counted)
  }

  private func compareAnswering(_ wanted: ReportFigures.Wanted, _ counted: JSONValue) throws {
    for (name, count) in [
      ("answered", wanted.answered), ("acknowledgementOnly", wanted.acknowledgementOnly),
      ("nothing", wanted.nothing), ("running", wanted.running),
    ] { #expect(counted["wanted"]?[name] == .int(count), "\(name)") }
    #expect(wanted.answered > 50 && wanted.acknowledgementOnly > 20)
    let own = counted["unanswered"]
    #expect(own?["count"] == .int(wanted.unanswered.count))
    #expect(own?["of"] == .int(wanted.unanswered.of))
    let interval = try #require(own?["wilson"]?.array).compactMap(\.number)
    let ours = [wanted.unanswered.rate, wanted.unanswered.low, wanted.unanswered.high]
    for (a, b) in zip(interval, ours) { #expect(abs(a - (try #require(b))) < 1e-6) }
  }

  private static func counts(_ counts: [String: Int]) -> JSONValue {
    .object(counts.sorted { $0.key < $1.key }.map { .init($0.key, .int($0.value)) })
  }

  /// A simulation blocks its thread.
  private func onThread<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread { continuation.resume(with: Result { try body() }) }
      thread.stackSize = 8 << 20
      thread.start()
    }
  }
}
