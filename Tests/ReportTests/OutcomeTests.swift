import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

/// What customers did, by what we did.
struct OutcomeTests {
  private static func looked(
    _ row: Int64, replied after: Double?, kind: String = "acknowledgement", _ result: String?,
    step: Int = 2
  ) -> ReportRow {
    let replies = after.map { [ReportRow.Reply.posted(kind, at: $0, template: "courses:a#1")] }
    return .make(
      row, replies: replies ?? [],
      outcomes: [
        .init(
          step: step, since: fixtureTime + .seconds(after ?? 0), isTreated: after != nil,
          result: result)
      ])
  }

  private func groups(_ rows: [ReportRow]) async throws -> [OutcomeGroup] {
    try await ListedRows(rows: rows).reported().outcomes
  }

  @Test func repliedAndUntreatedStandBesideEachOther() async throws {
    let rows =
      (1...6).map { Self.looked($0, replied: 60, $0 < 4 ? "thanked" : "silent") }
      + (7...9).map { Self.looked($0, replied: nil, "wroteAgain") }
      + [
        Self.looked(10, replied: 60, "unknown"), Self.looked(11, replied: 60, nil),
        Self.looked(12, replied: nil, "deleted"), Self.looked(13, replied: 60, "thanked", step: 3),
      ]
    let found = try await groups(rows).filter { $0.kind == .treatment }
    #expect(found.map(\.name) == ["replied", "untreated", "replied"])
    #expect(found.map(\.step) == [2, 2, 3])
    let replied = try #require(found.first)
    #expect(replied.known == 6 && replied.unknown == 1 && replied.pending == 1)
    #expect(replied.shares["thanked"] == Share(3, of: 6) && replied.shares["thanked"]?.rate == 0.5)
    #expect(replied.shares["edited"] == Share(0, of: 6))
    // Too few for a rate; the deletion is apart and in the whole.
    #expect(found[1].shares["wroteAgain"] == Share(3, of: 4))
    #expect(found[1].shares["wroteAgain"]?.rate == nil && found[1].deleted == Share(1, of: 4))
    #expect(Set(found[1].shares.keys) == Set(OutcomeGroup.results))
  }

  @Test func answersAreToldFromAcknowledgements() async throws {
    let rows = [
      Self.looked(1, replied: 60, kind: "answer", "thanked"), Self.looked(2, replied: 60, "silent"),
      Self.looked(3, replied: nil, "silent"),
      // The answer came after what the customer was judged by.
      Self.looked(4, replied: 60, "silent")
        .with { $0.replies.append(.posted("answer", at: 90)) },
    ]
    let found = try await groups(rows).filter { $0.kind == .answer }
    #expect(found.map(\.name) == ["acknowledged", "answered", "noReply"])
    #expect(found.map(\.known) == [2, 1, 1])
  }

  @Test func delaysAreInFiveClassesInOrder() async throws {
    let delays: [Double] = [0, 900, 900.5, 3600, 3601, 14_400, 14_401, 86_400, 86_401]
    let rows = delays.enumerated().map {
      Self.looked(Int64($0.offset + 1), replied: $0.element, "silent")
    }
    let found = try await groups(rows)
    let byDelay = found.filter { $0.kind == .delay }
    #expect(byDelay.map(\.name) == ["15m", "1h", "4h", "24h", "later"])
    #expect(byDelay.map(\.known) == [2, 2, 2, 2, 1])
    #expect(found.filter { $0.kind == .stage }.map(\.name) == ["courses"])
    #expect(found.filter { $0.kind == .template }.map(\.name) == ["courses:a#1"])
  }

  @Test func machinesAndBurstsHaveNoOutcome() async throws {
    let rows = [
      Self.looked(1, replied: 60, "silent").with { $0.isAutomated = true },
      Self.looked(2, replied: 60, "silent").with { $0.isCoalesced = true },
    ]
    #expect(try await groups(rows).isEmpty)
  }
}
