import Engine
import Foundation
import PluginKit

/// Incidents, and what is held.
struct IncidentsView: PageView {
  static let template = "incidents"

  /// As `OperatorCommand.incidents` gives them.
  var incidents: JSONValue
  /// Also those that have ended.
  var isAll = false
  var holds: [Hold] = []
  /// Names in the config.
  var procedures: [String] = []
  var connectors: [String] = []
  /// What a drill found, line by line; nil: there was none.
  var drill: [String]?

  var title: String { "Incidents" }
  var place: NavPlace? { .incidents }

  func slots(_ frame: PageFrame) -> Slots {
    let rows = (incidents.array ?? []).map { incident -> Slots in
      let text = IncidentText(incident, frame)
      var slots = text.slots
      slots["tags"] = text.tags
      return slots
    }
    let mayLead = frame.viewer?.mayLead ?? false
    var slots: Slots = [
      "rows": rows, "hasRows": !rows.isEmpty, "rowCount": rows.count, "isAll": isAll,
      "hasHolds": !holds.isEmpty, "holds": HoldText(holds, frame).slots(mayRelease: mayLead),
      "procedures": procedures, "scopes": scopes.slots(),
    ]
    if let drill { slots["drill"] = ["drillLines": Array(drill.prefix(100))] }
    return slots
  }

  private var scopes: [Choice] {
    [
      Choice("all", "all automatic replies"), Choice("audience:public", "public replies"),
      Choice("audience:private", "private replies"),
    ] + connectors.map { Choice("connector:\($0)", "replies through \($0)") }
  }
}
