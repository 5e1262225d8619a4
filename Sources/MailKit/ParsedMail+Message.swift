public import Foundation
public import PluginKit

extension ParsedMail {
  private static let withoutID = "without-id"

  /// What the mail is called everywhere: its Message-ID, or, where it has none that can be used,
  /// `without-id` and its fingerprint.
  ///
  /// Whoever writes a mail chooses its id, and two that say different things may bear the same. If
  /// another mail of the mailbox has this id and another fingerprint, the later of the two is
  /// called by both, `clashes`; else it would count as a new version of the earlier one, and hide
  /// it. Copies of one mail have the same fingerprint, and need no second name.
  public func remoteID(clashes: Bool = false) -> String {
    guard let messageID else { return "\(Self.withoutID) \(fingerprint)" }
    return clashes ? "\(messageID) \(fingerprint)" : messageID
  }

  /// The Message-ID within a remote id, without brackets; nil: the mail has none.
  public static func messageID(of remote: String) -> String? {
    let id = remote.prefix { $0 != " " }
    return id == withoutID ? nil : String(id)
  }

  /// The mail as the engine wants it. `receivedAt` is the server's time: the author's clock may be
  /// wrong, and windows start here.
  public func message(
    connector: String, account: MailAccount, receivedAt: Date, clashes: Bool = false
  ) -> Message {
    let automation = automation(for: account)
    return Message(
      id: Message.ID(connector: connector, remote: remoteID(clashes: clashes)),
      platform: "email", author: author(isBot: automation.isMachine), text: text,
      createdAt: receivedAt, conversation: references.first,
      inReplyTo: inReplyTo ?? references.last,
      visibility: .direct, isAutomated: automation.isMachine, media: media,
      isAddressed: (to + cc).contains(where: account.owns), rules: rules(automation))
  }

  /// What the author says: in a mail that begins a conversation the subject comes first, since many
  /// put their question there.
  public var text: String {
    let line = SubjectLine(subject)
    let words = isEncrypted ? "" : ownWords
    if line.isReply || subject.isEmpty || words.hasPrefix(subject) { return words }
    return words.isEmpty ? subject : "\(subject)\n\n\(words)"
  }

  /// An author's id is the address in `From`; the handle is where an answer goes.
  private func author(isBot: Bool) -> Author {
    Author(
      id: from?.key ?? "unknown", handle: replyAddress?.address ?? "unknown",
      name: from?.name ?? "", isBot: isBot)
  }

  private func rules(_ automation: Automation) -> [EligibilityRule] {
    var rules = automation.signs.map { sign in
      EligibilityRule(.never, for: .machine, because: "\(sign.reason).".capitalizedFirst)
    }
    if isEncrypted {
      rules.append(
        EligibilityRule(.never, for: .machine, because: "It is encrypted: nobody here reads it."))
    }
    if replyAddress == nil {
      rules.append(EligibilityRule(.never, because: "It names no address to answer to."))
    }
    return rules
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
