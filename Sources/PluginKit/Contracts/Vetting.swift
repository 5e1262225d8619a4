/// The guide: sees the text that would go out, whoever wrote it. No stage: the reply policy runs it
/// on every outgoing text.
public protocol Vetting: Sendable {
  func vet(_ reply: Reply, limits: ConnectorTraits) -> Verdict
}

/// What the guide says about a text.
public enum Verdict: Sendable, Hashable {
  case pass
  /// The same reply in words that may go out.
  case rewrite(String)
  case refuse(reason: String)
}

/// Who answers what, by the brand's guide.
public protocol Answering: Sendable {
  /// The id of the team that answers such a text; nil where the guide names none.
  func team(for text: String) -> String?
}
