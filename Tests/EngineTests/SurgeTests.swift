import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Engine

/// The holiday hour: fifty times the usual 85 messages, on a platform that takes 300 posts in three
/// hours and refuses more.
@Suite struct SurgeTests {
  /// Hours after 15:00 at which the hour begins.
  struct Surge: Sendable, CustomTestStringConvertible {
    var minutes: Int
    var messages: Int

    var testDescription: String { "\(messages) messages from minute \(minutes)" }

    func run() -> SurgeRun {
      SurgeRun(
        [
          .init(from: .zero, length: .minutes(minutes), messages: 85 * minutes / 60),
          .init(from: .minutes(minutes), length: .hours(1), messages: messages),
          .init(from: .minutes(minutes + 60), length: .hours(2), messages: 170),
        ], budget: SurgeRun.mastodon, seed: UInt64(minutes))
    }
  }

  /// Within a span of three hours, and over its end.
  @Test(arguments: [Surge(minutes: 10, messages: 4250), Surge(minutes: 140, messages: 4250)])
  func theHolidayHour(_ surge: Surge) throws {
    let run = surge.run()
    let end = try run.run()
    let optimum = run.optimum()

    // Nothing is lost, nothing doubled, no promise broken, and the platform had nothing to refuse.
    #expect(end.status.messages == run.jobs.count)
    #expect(end.status.open == 0)
    #expect(end.status.answered + end.status.handedOff == run.jobs.count)
    #expect(end.posted.values.allSatisfy { $0.count == 1 })
    #expect(end.violations.isEmpty)
    #expect(end.refused == 0)

    // No window was missed by a reply that waited: each was posted in time or handed off before.
    let met = run.jobs.filter { id, job in
      (end.posted[id]?.first).map { $0 <= job.deadline } ?? false
    }
    #expect(met.count == end.posted.count)
    let handed = end.handoffs.filter { $0.reason.contains("cannot be posted before") }
    #expect(
      handed.allSatisfy { row in
        run.jobs[String(row.messageID.dropFirst("test/".count))].map { row.openedAt < $0.deadline }
          ?? false
      })
    #expect(end.status.windowsMet["acknowledge"] == met.count)

    print(
      "\(surge.testDescription): met \(met.count), the optimum \(optimum.met); by urgency",
      Urgency.allCases.reversed().map { urgency in
        "\(urgency.name) \(met.values.count { $0.urgency == urgency }) of \(optimum.byUrgency[urgency] ?? 0)"
      }.joined(separator: ", "))
    #expect(met.count >= optimum.met)
  }

  /// Enough room for all, if those that can wait for the next three hours do.
  @Test func whoCanWaitDoes() throws {
    let run = SurgeRun(
      [
        .init(from: .zero, length: .minutes(100), messages: 142),
        .init(from: .minutes(110), length: .minutes(50), messages: 300),
        .init(from: .hours(3), length: .hours(1), messages: 40),
      ], budget: SurgeRun.mastodon, seed: 3, complaints: 0.45)
    let end = try run.run()
    let met = run.jobs.count { id, job in
      (end.posted[id]?.first).map { $0 <= job.deadline } ?? false
    }
    print("who can wait: met \(met), the optimum \(run.optimum().met) of \(run.jobs.count)")
    // What will come is only estimated.
    #expect(Double(met) >= 0.98 * Double(run.optimum().met))
  }

  @Test func withoutABudgetAllOfItIsAnswered() throws {
    let run = SurgeRun(
      [.init(from: .zero, length: .hours(1), messages: 1000)], budget: nil, seed: 1)
    let end = try run.run()
    #expect(end.posted.count == 1000)
    #expect(end.status.windowsMet["acknowledge"] == 1000)
    #expect(end.alarms == 0)
    #expect(end.handoffs.allSatisfy { $0.reason == "a complaint" })
  }
}
