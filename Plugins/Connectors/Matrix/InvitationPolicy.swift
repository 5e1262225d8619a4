import PluginKit

/// Whose invitations are accepted.
struct InvitationPolicy: Sendable {
  enum Answer: String, CaseIterable, Sendable { case accept, ignore }

  private let answer: Answer
  private let inviters: [String]

  init(_ f: inout Fields) {
    answer = f.choice(
      "invitations", default: .accept,
      help: "whether rooms are joined on invitation; an ignored one stays for a person")
    inviters = f.strings(
      "inviters", default: [], count: 0...1000, form: .notBlank,
      help: "whose invitations are accepted: accounts (\"@ana:example.org\") and servers "
        + "(\"example.org\"); none: everybody's")
  }

  /// - Parameter inviter: nil where the server does not say.
  func accepts(_ inviter: String?) -> Bool {
    guard answer == .accept else { return false }
    if inviters.isEmpty { return true }
    guard let inviter, let colon = inviter.firstIndex(of: ":") else { return false }
    let server = inviter[inviter.index(after: colon)...]
    return inviters.contains { $0 == inviter || $0 == server }
  }
}
