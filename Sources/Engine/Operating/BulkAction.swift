public import PluginKit

/// What can be done to many handoffs at once.
public enum BulkAction: Sendable, Hashable {
  case take
  /// To a person, by id or name.
  case assign(String)
  case snooze(Duration)
  case close
  case returned

  /// Handoffs of one command.
  public static let maxHandoffs = 100

  /// The same to one of them.
  func command(_ handoff: Int64) -> OperatorCommand {
    switch self {
    case .take: .take(handoff)
    case .assign(let person): .assign(handoff, person)
    case .snooze(let duration): .snooze(handoff, duration)
    case .close: .endHandoff(handoff, .closed)
    case .returned: .endHandoff(handoff, .returned)
    }
  }

  /// `action`, and what it needs: `to` or `for`.
  var members: [JSONValue.Member] {
    switch self {
    case .take: [.init("action", "take")]
    case .assign(let person): [.init("action", "assign"), .init("to", .string(person))]
    case .snooze(let duration): [.init("action", "snooze"), .init("for", .string(duration.text))]
    case .close: [.init("action", "close")]
    case .returned: [.init("action", "returned")]
    }
  }

  init?(_ body: JSONValue) {
    switch body["action"]?.string {
    case "take": self = .take
    case "assign":
      guard let person = body["to"]?.string, !person.isEmpty else { return nil }
      self = .assign(person)
    case "snooze":
      guard let duration = body["for"]?.string.flatMap(Duration.init(text:)) else { return nil }
      self = .snooze(duration)
    case "close": self = .close
    case "returned": self = .returned
    default: return nil
    }
  }
}
