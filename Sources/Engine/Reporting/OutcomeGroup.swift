import Foundation

/// What the customers of one group did after our reply, or without one: descriptive, not proof.
public struct OutcomeGroup: Sendable, Hashable, Codable {
  /// What the messages of a group have in common.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// `replied` or `untreated`: whether we had replied when the customer was looked at.
    case treatment
    /// `answered`, `acknowledged` or `noReply`.
    case answer
    /// The first reply's, of replied ones.
    case template, stage
    /// How long our reply took: `15m`, `1h`, `4h`, `24h` (at most that long) or `later`.
    case delay
  }

  /// What is told apart, but for deletions and `unknown`.
  public static let results = [
    "thanked", "ratingChanged", "silent", "wroteAgain", "complainedAgain", "edited",
  ]

  public var kind: Kind
  public var name: String
  /// 1: an hour after the reply or, without one, the message; 2: 24 hours; 3: 7 days.
  public var step: Int
  /// Looked at, with a result that is known: the whole of all shares.
  public var known = 0
  /// Looked at in vain.
  public var unknown = 0
  /// Not looked at yet.
  public var pending = 0
  /// By result; all of `results` are there.
  public var shares: [String: Share] = [:]
  /// Apart: who deletes a complaint may be relieved or may have given up.
  public var deleted = Share(0, of: 0)

  init(_ key: Key) {
    kind = key.kind
    name = key.name
    step = key.step
  }

  struct Key: Hashable {
    var kind: Kind
    var name: String
    var step: Int
  }
}

/// Adds up outcomes, message by message.
struct OutcomeTally {
  private var counts: [OutcomeGroup.Key: [String: Int]] = [:]
  private static let pending = "pending"

  mutating func add(_ row: ReportRow) {
    guard row.origin == .customer else { return }
    for outcome in row.outcomes {
      for (kind, name) in Self.groups(row, outcome) {
        let key = OutcomeGroup.Key(kind: kind, name: name, step: outcome.step)
        counts[key, default: [:]][outcome.result ?? Self.pending, default: 0] += 1
      }
    }
  }

  private static func groups(
    _ row: ReportRow, _ outcome: ReportRow.Outcome
  ) -> [(OutcomeGroup.Kind, String)] {
    guard outcome.isTreated else { return [(.treatment, "untreated"), (.answer, "noReply")] }
    let isAnswered = row.answerAt.map { $0 <= outcome.since } ?? false
    return [
      (.treatment, "replied"), (.answer, isAnswered ? "answered" : "acknowledged"),
      (.template, row.template ?? Report.none), (.stage, row.stage ?? Report.none),
      (.delay, delayClass(ReportRow.delay(from: row.startedAt, to: outcome.since))),
    ]
  }

  static let delayClasses: [(name: String, seconds: Double)] = [
    ("15m", 900), ("1h", 3600), ("4h", 14_400), ("24h", 86_400), ("later", .infinity),
  ]

  static func delayClass(_ seconds: Double) -> String {
    delayClasses.first { seconds <= $0.seconds }?.name ?? "later"
  }

  /// By kind, step, then the largest first, delays by length; at most `Report.groupLimit` of each.
  func result() -> [OutcomeGroup] {
    var found = counts.map { key, counts in
      var group = OutcomeGroup(key)
      group.pending = counts[Self.pending] ?? 0
      group.unknown = counts["unknown"] ?? 0
      let names = OutcomeGroup.results
      group.known = (names + ["deleted"]).reduce(0) { $0 + (counts[$1] ?? 0) }
      for name in names { group.shares[name] = Share(counts[name] ?? 0, of: group.known) }
      group.deleted = Share(counts["deleted"] ?? 0, of: group.known)
      return group
    }
    found.sort { Self.place($0) < Self.place($1) }
    var taken: [String: Int] = [:]
    return found.filter { group in
      let list = "\(group.kind) \(group.step)"
      taken[list, default: 0] += 1
      return taken[list, default: 0] <= Report.groupLimit
    }
  }

  private static func place(_ group: OutcomeGroup) -> (Int, Int, Int, Int, String) {
    let kind = OutcomeGroup.Kind.allCases.firstIndex(of: group.kind) ?? 0
    let delay =
      group.kind == .delay ? delayClasses.firstIndex { $0.name == group.name } ?? 0 : 0
    return (kind, group.step, delay, -(group.known + group.unknown + group.pending), group.name)
  }
}
