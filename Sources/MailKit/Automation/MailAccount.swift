/// What a reader has to know of the mailbox that a mail came to.
public struct MailAccount: Sendable, Hashable {
  /// The brand's own addresses, aliases too, in lower case.
  public let addresses: Set<String>
  /// The name under which the brand's own server writes `Authentication-Results` (RFC 8601, 2.2);
  /// nil: none does, and what others write is not believed.
  public let authenticator: String?

  public init(addresses: some Sequence<String>, authenticator: String? = nil) {
    self.addresses = Set(addresses.map { $0.lowercased() })
    self.authenticator = authenticator?.lowercased()
  }

  /// Also with a tag behind the local part, as in `help+shop@brand.test`.
  public func owns(_ mailbox: Mailbox) -> Bool {
    if addresses.contains(mailbox.key) { return true }
    let parts = mailbox.key.split(separator: "@")
    guard parts.count == 2, let local = parts[0].split(separator: "+").first else { return false }
    return addresses.contains("\(local)@\(parts[1])")
  }
}
