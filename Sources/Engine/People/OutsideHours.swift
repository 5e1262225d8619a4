public import PluginKit

/// What a team does while it is closed.
public struct OutsideHours: Settings {
  /// From this urgency on somebody is told at once; what is less waits for the opening.
  public let wakeFrom: Urgency
  /// By language: an honest acknowledgement that says when somebody is there.
  public let acknowledge: [(id: String, value: String)]
  public let mode: Mode

  public enum Level: String, Sendable, CaseIterable { case low, normal, high, critical }

  public init(_ f: inout Fields) {
    let level = f.choice(
      "wakeFrom", default: Level.high,
      help: "from this urgency on somebody is told at once: who is on call, else the team")
    wakeFrom = Urgency(name: level.rawValue) ?? .high
    acknowledge = f.textMap(
      "acknowledge", form: .notBlank,
      help: "by language, what the customer reads when the answer has to wait; {{opens}} is "
        + "when the team is there again, {{brand}} and {{author}} are names")
    mode = f.choice("mode", default: .draft, help: "how far this reply may go by itself")
  }

  /// As it is without settings.
  init() {
    wakeFrom = .high
    acknowledge = []
    mode = .draft
  }

  /// The text for a message's language, else the first.
  func text(for language: String?) -> (language: String, text: String)? {
    let wanted = language?.lowercased()
    let found =
      acknowledge.first { wanted?.hasPrefix($0.id.lowercased()) == true }
      ?? acknowledge.first
    return found.map { ($0.id, $0.value) }
  }
}
