/// Why no machine may answer a mail, each reason in words (RFC 3834, 2, and what has become of it
/// in practice).
public struct Automation: Sendable, Hashable {
  public enum Meaning: Sendable, Hashable {
    /// A machine wrote the mail: nobody waits for an answer.
    case machineWrote
    /// A person may have written it, so a person may answer it, but no machine.
    case peopleAnswer
  }

  public struct Sign: Sendable, Hashable {
    public let meaning: Meaning
    /// For people, e.g. `it came through a mailing list`.
    public let reason: String
  }

  public internal(set) var signs: [Sign] = []

  public var isMachine: Bool { signs.contains { $0.meaning == .machineWrote } }
  public var mayAnswer: Bool { signs.isEmpty }

  mutating func note(_ meaning: Meaning, _ reason: String) {
    signs.append(Sign(meaning: meaning, reason: reason))
  }
}
