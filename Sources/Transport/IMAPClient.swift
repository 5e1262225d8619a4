public import Foundation

/// Reads one account's mailboxes, one call after the other, and never changes one but by `append`.
/// The session stays open between calls; one that the server ended is opened again. All clients of
/// the process share one thread.
public final class IMAPClient: Sendable {
  /// What to log in with now.
  ///
  /// - Parameter wasRefused: the server did not take what this gave last; asked for tokens only,
  ///   once.
  public typealias Login =
    @Sendable (_ wasRefused: Bool) async throws(TransportFailure) -> MailLogin

  public let configuration: Configuration
  private let login: Login
  private let turns: IMAPTurns

  public init(_ configuration: Configuration, login: @escaping Login) {
    self.configuration = configuration
    self.login = login
    turns = IMAPTurns(maxWaiting: configuration.maxWaiting)
  }

  /// Opens a mailbox for reading only (EXAMINE): flags stay as they were.
  ///
  /// - Throws: `.refused` where the server does not open it, or answers NO to what `body` asks.
  public func read<Value: Sendable>(
    _ mailbox: String,
    _ body: @Sendable (IMAPReading) async throws(TransportFailure) -> Value
  ) async throws(TransportFailure) -> Value {
    var examine = IMAPCommand("EXAMINE")
    examine.add(argument: IMAPText.mailbox(mailbox))
    return try await inTurn { kept throws(TransportFailure) in
      let (session, answer) = try await self.run(examine, kept)
      guard let state = IMAPMailbox(answer) else {
        throw self.malformed("it does not say UIDVALIDITY and UIDNEXT")
      }
      return (session, try await body(IMAPReading(session: session, mailbox: state, self)))
    }
  }

  /// Puts a mail into a mailbox.
  ///
  /// - Throws: a failure whose `written` is `.maybe` if the mail may be there all the same.
  public func append(
    _ message: Data, to mailbox: String, flags: [String] = []
  ) async throws(TransportFailure) {
    var append = IMAPCommand("APPEND")
    append.add(argument: IMAPText.mailbox(mailbox))
    append.add("(\(flags.joined(separator: " ")))")
    append.add(literal: Array(message))
    let command = append
    try await inTurn { kept throws(TransportFailure) in
      (try await self.run(command, kept).session, ())
    }
  }

  private func inTurn<Value: Sendable>(
    _ call: (IMAPSession?) async throws(TransportFailure) -> (IMAPSession, Value)
  ) async throws(TransportFailure) -> Value {
    guard await turns.begin() else {
      throw TransportFailure.Kind.overloaded.refusal(configuration.subject)
    }
    do {
      let (session, value) = try await call(await turns.session)
      await turns.end(keeping: session)
      return value
    } catch {
      // A refusal leaves the session as it was; after all else a new one is safer.
      await turns.end(keeping: error.kind == .refused ? await turns.session : nil)
      throw error
    }
  }

  /// Runs a call's first command. On a kept session that turns out to be dead, a new one is tried,
  /// where nothing can have happened twice.
  private func run(
    _ command: IMAPCommand, _ kept: IMAPSession?
  ) async throws(TransportFailure) -> (session: IMAPSession, answer: IMAPSession.Answer) {
    if let kept {
      do {
        return (kept, try await kept.run(command))
      } catch {
        let isSafe = error.written == .never || command.literals.isEmpty
        guard error.kind == .disconnected, isSafe else { throw error }
      }
    }
    let session = try await open()
    await turns.keep(session)
    return (session, try await session.run(command))
  }

  private func open() async throws(TransportFailure) -> IMAPSession {
    let first = try await login(false)
    do {
      return try await IMAPSession.open(configuration, first)
    } catch {
      guard error.kind == .login, first.isToken else { throw error }
    }
    return try await IMAPSession.open(configuration, try await login(true))
  }

  func malformed(_ what: String) -> TransportFailure {
    let kind = TransportFailure.Kind.protocolError
    return TransportFailure(
      kind: kind, message: kind.sentence(configuration.subject, what), written: .maybe)
  }
}

/// Who may speak, first come, first served, and the session that is kept meanwhile.
actor IMAPTurns {
  private let maxWaiting: Int
  private(set) var session: IMAPSession?
  private var isTaken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(maxWaiting: Int) { self.maxWaiting = maxWaiting }

  /// False if too many wait.
  func begin() async -> Bool {
    guard isTaken else {
      isTaken = true
      return true
    }
    guard waiting.count < maxWaiting else { return false }
    await withCheckedContinuation { waiting.append($0) }
    return true
  }

  func keep(_ session: IMAPSession) { self.session = session }

  func end(keeping session: IMAPSession?) {
    self.session = session
    if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
  }
}
