/// Why a message is closed: exactly one of these ends it (P2).
public enum Closing: String, Sendable, Codable, CaseIterable {
  case answered, handedOff, ignored
}

/// The reply track.
///
/// `draft → queued → sending → posted`; `sending → queued (retry) | rejected | unknown`;
/// `unknown → posted | queued | rejected`; `queued ⇄ held`; unsent ones may be superseded or
/// expire.
public enum ReplyState: String, Sendable, Codable, CaseIterable {
  case draft, queued, held, sending, unknown, posted, rejected, superseded, expired

  /// Something will still happen to it.
  public var isActive: Bool {
    switch self {
    case .draft, .queued, .held, .sending, .unknown: true
    case .posted, .rejected, .superseded, .expired: false
    }
  }
}

/// The handoff track: `open → notified → taken → answered | returned | closed`.
public enum HandoffState: String, Sendable, Codable, CaseIterable {
  case open, notified, taken, answered, returned, closed

  public var isWaiting: Bool { self == .open || self == .notified }
}

/// How one attempt ended. `nil` in the store while it is under way.
public enum AttemptOutcome: String, Sendable, Codable, CaseIterable {
  case posted, retry, rejected, unknown
  /// The process died while the post was under way.
  case crashed
  /// A hold came between the attempt's row and its first byte.
  case withheld
}

/// What a deadline row is for.
public enum DeadlineKind: String, Sendable, Codable, CaseIterable {
  /// The response window's two clocks.
  case acknowledge, human
  /// A draft nobody approved goes to a human.
  case draft
  /// A reply this old is not sent any more.
  case stale
  /// The next level of a handoff's escalation.
  case escalate
  /// So many per cent of the human window are over.
  case warn
  /// Whoever has a handoff has done nothing for too long.
  case quiet
  /// A snooze ends.
  case wake
}
