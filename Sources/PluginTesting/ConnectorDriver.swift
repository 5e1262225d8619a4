public import PluginKit

/// What the contract suite needs to move one platform's world: a server or mock of the test's own.
///
/// All but the first requirements have a default that throws `CannotShow`, so that a simple
/// platform stays simple: the suite then names the case as not shown, with the reason. A driver
/// that cannot do a part of something (a mail that arrives late) throws it too, with its own
/// reason.
public protocol ConnectorDriver: Sendable {
  /// A connector as the daemon builds it now, without memory of earlier ones, with the clock that
  /// `pass` moves. What `publish` made it can read at once. One that waits for news has to wait
  /// no longer than a moment.
  func makeConnector() async throws -> any Connector
  /// Lets others write to us, in this order; 10,000 in one call must not take long. Returns the
  /// messages' remote ids, in the same order.
  func publish(_ incoming: [Incoming]) async throws -> [String]
  func edit(_ remote: String, to text: String) async throws
  func delete(_ remote: String) async throws
  /// All posts of our own account that the platform shows, ours and a person's.
  func posts() async throws -> [PlatformPost]

  /// A person writes on the platform with the brand's own account; returns the post's id.
  ///
  /// - Parameter remote: the message it answers; nil: it answers nothing.
  func publishAsOurselves(_ text: String, to remote: String?) async throws -> String
  /// Moves the connectors' clock, so that what they do only now and then is due.
  func pass(_ duration: Duration) async throws

  /// Lets `fault` befall one exchange: the next one of this kind, or a later one. Only exchanges
  /// of the connectors count, and only once.
  ///
  /// - Parameter skipped: so many exchanges of the kind pass unharmed before.
  func fail(_ exchange: Exchange, with fault: Fault, skipping skipped: Int) async throws
  /// Ends all faults and disorder, also those that befell nothing.
  func heal() async throws
  /// From now on pages come like this, until `heal`.
  func disturb(_ disorder: PageDisorder) async throws

  /// The credentials of connectors made before and after this are refused, until `restore`.
  func spoilCredentials(_ how: SpoiltCredentials) async throws
  /// Connectors made from now on have good credentials again.
  func restoreCredentials() async throws
  /// Texts that must not show up in any error: passwords, tokens.
  var secrets: [String] { get async }

  /// Well-formed cursors that are not of this account as it is now: of another server, of a
  /// mailbox that was made anew.
  func foreignCursors() async throws -> [Cursor]
}

/// This platform, or its server in the test, cannot do that. Says why, for people.
public struct CannotShow: Error, CustomStringConvertible {
  public let description: String
  public init(_ reason: String) { description = reason }
}

/// What somebody writes to us.
public struct Incoming: Sendable {
  public var text: String
  /// A plain name, `ana`: the driver makes an account of it. One name is one account.
  public var author: String
  /// A machine writes it: a bot's account, an auto-reply.
  public var isBot: Bool
  /// For us alone to read. nil: as the platform usually has it.
  public var isPrivate: Bool?
  /// It shows up below what was there already, as if it had been on its way for long.
  public var isLate: Bool
  /// The id of what it answers; nil: it begins a conversation.
  public var inReplyTo: String?

  public init(
    _ text: String, author: String = "ana", isBot: Bool = false, isPrivate: Bool? = nil,
    isLate: Bool = false, inReplyTo: String? = nil
  ) {
    self.text = text
    self.author = author
    self.isBot = isBot
    self.isPrivate = isPrivate
    self.isLate = isLate
    self.inReplyTo = inReplyTo
  }
}

/// A post of our own account as the platform shows it.
public struct PlatformPost: Sendable {
  public var remote: String
  /// With whatever the platform adds to it: a mention, a quotation.
  public var text: String
  public var inReplyTo: String?
  /// nil: the platform has only one kind.
  public var isPrivate: Bool?

  public init(remote: String, text: String, inReplyTo: String? = nil, isPrivate: Bool? = nil) {
    self.remote = remote
    self.text = text
    self.inReplyTo = inReplyTo
    self.isPrivate = isPrivate
  }
}

extension ConnectorDriver {
  public var secrets: [String] { [] }

  public func edit(_ remote: String, to text: String) async throws {
    throw CannotShow("messages cannot be edited")
  }

  public func delete(_ remote: String) async throws {
    throw CannotShow("messages cannot be deleted")
  }

  public func publishAsOurselves(_ text: String, to remote: String?) async throws -> String {
    throw CannotShow("nobody else can write with the brand's account")
  }

  public func pass(_ duration: Duration) async throws {}

  public func fail(
    _ exchange: Exchange, with fault: Fault, skipping skipped: Int
  ) async throws {
    throw CannotShow("there is no network that could fail")
  }

  public func heal() async throws {}

  public func disturb(_ disorder: PageDisorder) async throws {
    throw CannotShow("the platform has no such pages")
  }

  public func spoilCredentials(_ how: SpoiltCredentials) async throws {
    throw CannotShow("there are no credentials")
  }

  public func restoreCredentials() async throws {}

  public func foreignCursors() async throws -> [Cursor] {
    throw CannotShow("there is no other server")
  }
}
