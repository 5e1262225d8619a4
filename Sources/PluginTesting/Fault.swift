/// A request to the platform and its answer, by what the connector wants with it.
public enum Exchange: String, Sendable, CaseIterable {
  /// Reads messages.
  case poll
  /// Writes our reply.
  case post
  /// Looks for our reply among our own posts.
  case receipt
  /// Whatever comes next, signing in too.
  case any
}

/// What befalls an exchange.
public enum Fault: Sendable, Hashable {
  /// Nobody listens: not a byte of the request is written.
  case neverWritten
  /// The request is written and nobody acts on it; the connection ends without an answer.
  case lostRequest
  /// The platform acts; the connection ends without an answer.
  case lostAnswer
  /// The platform acts; half of its answer arrives.
  case halfAnswer
  /// The platform refuses for now and does not act.
  case throttled(ThrottleHint)
  /// A server in between answers 503 with a page for people. Whether the platform had acted is
  /// what cannot be told from it.
  case htmlError(acted: Bool)
}

/// How a platform says how long to wait.
public enum ThrottleHint: Sendable, Hashable {
  /// `Retry-After` with seconds.
  case seconds(Int)
  /// `Retry-After` with an HTTP date so many seconds ahead of the connector's clock.
  case date(Int)
  /// The platform's own header or field of the body; seconds.
  case own(Int)
  case none

  public var seconds: Int? {
    switch self {
    case .seconds(let count), .date(let count), .own(let count): count
    case .none: nil
    }
  }
}

/// What servers do to pages although no page is lost.
public enum PageDisorder: String, Sendable, CaseIterable {
  /// The items of a page come in any order.
  case shuffled
  /// Now and then a page comes again in place of the next one.
  case overlapping
}

public enum SpoiltCredentials: String, Sendable, CaseIterable {
  case expired, revoked
}
