import Foundation

/// One thing that is wrong now. Its sentence names ids of the config only: no customer, no address,
/// no secret, since anybody on the machine may read it on `/readyz`.
struct Trouble: Sendable, Hashable {
  enum Kind: String, Sendable, CaseIterable {
    case recovering, storeNotWritable, connectorSilent, tokenRefused, teamUnreachable
    case handoffUnreached, stageFailing, windowMissed, configRefused

    /// While it lasts, `/readyz` answers 503 and the dead-man ping stays away.
    var makesUnready: Bool {
      switch self {
      case .recovering, .storeNotWritable, .connectorSilent, .teamUnreachable,
        .handoffUnreached:
        true
      case .tokenRefused, .stageFailing, .windowMissed, .configRefused: false
      }
    }

    /// Starting up is nothing to wake anybody for.
    var isAlarm: Bool { self != .recovering }
  }

  /// What makes two of them the same incident.
  struct Key: Sendable, Hashable {
    var kind: Kind
    var subject: String?
  }

  var key: Key
  var sentence: String
  var since: Date

  init(_ kind: Kind, _ subject: String? = nil, since: Date, _ sentence: String) {
    key = Key(kind: kind, subject: subject)
    self.sentence = sentence
    self.since = since
  }
}
