/// How somebody came to give a command, for the audit log.
public struct OperatorActor: Sendable, Hashable {
  /// A user's role, or `operator`, `link`, `token`.
  public var role: String
  public var address: String?

  public init(role: String, address: String? = nil) {
    self.role = role
    self.address = address
  }

  /// By the command line or with the operator's token.
  public static let machine = OperatorActor(role: "operator")
  /// By a link in a notification.
  public static let link = OperatorActor(role: "link")
}
