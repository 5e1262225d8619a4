import PluginKit
import TestRecords
import TestSupport

/// What a soak run left behind, on both sides.
struct SoakResult {
  let plan: SoakPlan
  let status: DaemonStatus
  let ending: ReplydDaemon.Ending
  let verified: ReplydBinary.Output
  let sides: Comparison
  let violations: [JSONValue]
  let counts: JSONValue
  let recovered: Recovered
  let duration: Duration

  /// Replies that more people can read than the message they answer.
  var widened: [String] {
    let parents = Dictionary(
      sides.server.customers.map { ($0.id, $0.narrowness ?? 0) }, uniquingKeysWith: { first, _ in first })
    return sides.server.replies.filter { reply in
      guard let mine = reply.narrowness, let parent = reply.inReplyTo.flatMap({ parents[$0] })
      else { return true }
      return mine < parent
    }.map(\.id)
  }

  /// Which kinds a strict server objects to, and how often.
  var violationKinds: [String: Int] {
    Dictionary(
      violations.map { ($0["kind"]?.string ?? "unreadable", 1) }, uniquingKeysWith: +)
  }
}

extension SoakResult {
  /// What the run was, for people.
  var summary: String {
    let ignored = status.ignored.values.reduce(0, +)
    let lines = [
      "Soak: \(plan.name)",
      row("messages", "\(status.messages)"),
      row("answered", "\(status.answered)"),
      row("acknowledged", "\(status.acknowledged) (people answer them: all are handed off)"),
      row("handed off", "\(status.handedOff)"),
      row("ignored", "\(ignored)"),
    ]
    let reasons = status.ignored.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { row("  \($0.key)", "\($0.value)") }
    let rest = [
      row("replies by state", text(status.replies)),
      row("attempts by outcome", text(status.attempts)),
      row("posts on the server", "\(sides.server.replies.count)"),
      row("kills", "\(plan.kills)"),
      row("  found at restarts", "\(recovered)"),
      row("faults", counts["faults"]?.text() ?? ""),
      row("requests", counts["requests"]?.text() ?? ""),
      row("objections", text(violationKinds)),
      row("duration", "\(Int(duration.seconds)) s"),
    ]
    return (lines + reasons + rest).joined(separator: "\n")
  }

  private func row(_ name: String, _ value: String) -> String {
    "  \(name)\(String(repeating: " ", count: max(1, 24 - name.count)))\(value)"
  }

  private func text(_ counts: [String: Int]) -> String {
    counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
  }
}
