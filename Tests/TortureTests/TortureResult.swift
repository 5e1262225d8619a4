import Engine
import PluginKit
import TestRecords
import TestSupport

/// What the kills left behind, on both sides.
struct TortureResult {
  let plan: TorturePlan
  /// Kills that struck, by failpoint; those at any moment are `random`.
  var struck: [String: Int] = [:]
  /// Starts that never passed their failpoint and were killed where they were.
  var missed: [String: Int] = [:]
  var faults: JSONValue?
  var failure: String?
  var verified: String?
  var ending: ReplydDaemon.Ending?
  var status: DaemonStatus?
  var comparison: Comparison?
  var duration: Duration = .zero

  init(plan: TorturePlan) { self.plan = plan }

  mutating func count(_ kill: TorturePlan.Kill, _ isStruck: Bool) {
    let name =
      switch kill {
      case .at(let point, _): point.rawValue
      case .after: "random"
      }
    if isStruck { struck[name, default: 0] += 1 } else { missed[name, default: 0] += 1 }
  }

  var neverStruck: [String] { Failpoint.allCases.map(\.rawValue).filter { struck[$0] == nil } }

  /// What the run was, for people.
  var summary: String {
    let kills = Failpoint.allCases.map(\.rawValue) + ["random"]
    let rows = kills.map { name in
      let late = missed[name].map { " (and \($0) elsewhere: not passed in time)" } ?? ""
      return "  \(name): \(struck[name] ?? 0)\(late)"
    }
    let store = comparison?.store
    return (["Torture: \(plan.testDescription)"] + rows + [
      "  messages: \(store?.messages.count ?? 0), closed as \(text(store?.closings))",
      "  posts on the server: \(comparison?.server.replies.count ?? 0)",
      "  attempts: \(text(store?.attempts))", "  faults: \(faults?.text() ?? "")",
      "  duration: \(Int(duration.seconds)) s",
    ]).joined(separator: "\n")
  }

  private func text(_ counts: [String: Int]?) -> String {
    (counts ?? [:]).sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
      .joined(separator: ", ")
  }
}
