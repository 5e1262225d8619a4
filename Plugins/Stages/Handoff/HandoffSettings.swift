import PluginKit

struct HandoffSettings: Settings {
  enum Strength: String, CaseIterable, Sendable { case fallback, required }

  let team: String
  let strength: Strength
  let when: Condition
  let reason: String
  let category: String?

  init(_ f: inout Fields) {
    team = f.reference("team", to: .teams, help: "id of the team that takes the message")
    strength = f.choice(
      "as", default: .fallback,
      help: "fallback: only when no stage answered; required: suppresses answers")
    when = f.object("when", as: Condition.self, help: "which messages; left out: all")
    reason = f.string(
      "reason", default: "no stage could answer this", help: "what the team is told")
    category = f.optionalString("category", help: "groups and routes the handoffs")
  }
}
