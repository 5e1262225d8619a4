import Foundation

/// One logged-in connection on which we speak IMAP ourselves (RFC 3501). Commands go one by one.
actor IMAPSession {
  /// What came back for one command that succeeded.
  struct Answer: Sendable {
    var code: String?
    var responses: [IMAPResponse] = []
  }

  private let configuration: IMAPClient.Configuration
  private let login: MailLogin
  private let connection: RawConnection
  private var reader: IMAPReader
  /// Why the server said it would go.
  private var farewell: String?

  private init(
    _ configuration: IMAPClient.Configuration, _ login: MailLogin, _ connection: RawConnection
  ) {
    self.configuration = configuration
    self.login = login
    self.connection = connection
    reader = IMAPReader(configuration.limits)
  }

  static func open(
    _ configuration: IMAPClient.Configuration, _ login: MailLogin
  ) async throws(TransportFailure) -> IMAPSession {
    let connection = try await RawConnection.open(configuration, login)
    return IMAPSession(configuration, login, connection)
  }

  /// - Throws: `.refused` for NO and BAD, after which the session goes on; all else ends it.
  ///   `written` is `.never` where the server cannot have acted.
  func run(_ command: IMAPCommand) async throws(TransportFailure) -> Answer {
    // Nobody who writes a mail can know it.
    let tag = "R" + String(UInt64.random(in: 1 << 60 ... .max), radix: 36).uppercased()
    reader.beginAnswer()
    var answer = Answer()
    var isWhole = false
    do {
      for (index, piece) in command.pieces(tag: tag).enumerated() {
        // The server takes a literal only after it has said so.
        if index > 0, try await !takeUntilGoOn(tag, &answer) { break }
        isWhole = index == command.literals.count
        try await connection.write(piece)
      }
      while true {
        if case .done = try await take(tag, &answer) { return answer }
      }
    } catch {
      let isRefusal = error.kind == .refused
      throw TransportFailure(
        kind: error.kind, message: error.message,
        written: isWhole && !isRefusal ? .maybe : .never, status: error.status)
    }
  }

  private enum Progress { case done, goOn, more }

  /// False if the command is over already.
  private func takeUntilGoOn(
    _ tag: String, _ answer: inout Answer
  ) async throws(TransportFailure) -> Bool {
    while true {
      switch try await take(tag, &answer) {
      case .goOn: return true
      case .done: throw failure(.protocolError, "it answers before it has the text")
      case .more: break
      }
    }
  }

  private func take(
    _ tag: String, _ answer: inout Answer
  ) async throws(TransportFailure) -> Progress {
    switch try await nextResponse() {
    case .goOn: return .goOn
    case .status(tag, .ok, let code, _):
      answer.code = code
      return .done
    case .status(tag, let condition, let code, let text):
      let words = [condition.rawValue, code.map { "[\($0)]" }, text].compactMap(\.self)
      throw failure(.refused, words.joined(separator: " "))
    case .status(_?, _, _, _): throw failure(.protocolError, "it answers what was not asked")
    case .status(nil, .bye, _, let text): farewell = text
    case let response:
      answer.responses.append(response)
      guard answer.responses.count <= configuration.limits.responses else {
        throw failure(.tooLarge, "over \(configuration.limits.responses) lines")
      }
    }
    return .more
  }

  private func nextResponse() async throws(TransportFailure) -> IMAPResponse {
    do {
      while true {
        if let response = try reader.next() { return response }
        try reader.append(try await connection.read())
      }
    } catch let breach as IMAPBreach {
      switch breach {
      case .malformed(let what): throw failure(.protocolError, what)
      case .tooLarge(let what): throw failure(.tooLarge, what)
      }
    } catch let failure as TransportFailure {
      guard let farewell, failure.kind == .disconnected else { throw failure }
      throw self.failure(.disconnected, "it says: \(farewell)")
    } catch {
      throw failure(.engine, "\(error)")
    }
  }

  private func failure(_ kind: TransportFailure.Kind, _ detail: String) -> TransportFailure {
    TransportFailure(
      kind: kind, message: kind.sentence(configuration.subject, login.hidden(in: detail)),
      written: .maybe)
  }
}
