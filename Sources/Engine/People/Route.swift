public import PluginKit

/// One rule of the `routes` list: who gets which handoffs. The first match wins, before the guide's
/// "who answers what" and before the team that a stage named.
public struct Route: Settings {
  let when: Condition?
  let category: [String]
  let team: String?
  let urgency: Urgency?
  let person: String?

  public init(_ f: inout Fields) {
    when = f.optionalObject("when", as: Condition.self, help: "which messages; none: all")
    category = f.strings(
      "category", default: [],
      help: "what a handoff is about, as stages name it: \"complaint\", \"safety\"; none: any")
    team = f.optionalReference("team", to: .teams, help: "who gets it; none: as a stage said")
    let level =
      f.optionalChoice(
        "urgency", help: "how soon somebody should look; without: by severity"
      ) as OutsideHours.Level?
    urgency = level.flatMap { Urgency(name: $0.rawValue) }
    person = f.optionalReference(
      "person", to: .people, help: "assigned to this person where possible")
  }

  func matches(_ message: Message, _ findings: Findings, category found: String?) -> Bool {
    (category.isEmpty || found.map(category.contains) == true)
      && (when?.matches(message, findings) ?? true)
  }
}
