public import Foundation
import Synchronization

/// A mail server on the loopback address that does what SMTP says (RFC 5321), unless its script
/// says otherwise. Without TLS; each session on a thread of its own.
public final class LoopbackMailServer: Sendable {
  /// Where a session stands when the script is asked.
  public enum Moment: Sendable, Equatable {
    case greeting, hello, login, sender, data, end, quit
    case startTLS
    case recipient(String)
  }

  public enum Answer: Sendable {
    /// One line or several, without the last line's end.
    case reply(String)
    case close
    /// For `data`: 354, then so many bytes of the mail, then the end of the connection.
    case closeAfter(Int)
    /// Nothing, until the client goes.
    case silence
    /// For `data`: 354, then nothing is read for so long, then what is usual.
    case pause(milliseconds: UInt32)

    /// At `end`, whether the mail was taken.
    var takes: Bool { if case .reply(let text) = self { text.hasPrefix("2") } else { false } }
  }

  /// One mail that was taken.
  public struct Mail: Sendable, Equatable {
    public var from = ""
    public var to: [String] = []
    /// With the doubled dots undone, and without the final one.
    public var message = Data()
    /// As it came.
    public var wire = Data()
  }

  /// - Parameter session: 1 for the first.
  public typealias Script = @Sendable (_ moment: Moment, _ session: Int) -> Answer?

  public var port: Int { listener.port }
  private let listener: LoopbackListener
  private let state = Mutex(State())

  private struct State {
    var sessions = 0
    var ended = 0
    var commands: [String] = []
    var mails: [Mail] = []
  }

  /// - Parameters:
  ///   - extensions: what the greeting of EHLO names.
  ///   - script: nil where the server should do what is usual.
  public init(extensions: [String] = [], _ script: @escaping Script = { _, _ in nil }) throws {
    listener = try LoopbackListener()
    listener.serve(onThreads: true) { [weak self] connection in
      self?.serve(connection, extensions, script)
      self?.state.withLock { $0.ended += 1 }
    }
  }

  deinit { listener.stop() }

  public var url: String { "smtp://127.0.0.1:\(port)" }
  public var sessions: Int { state.withLock { $0.sessions } }
  /// Sessions that are over.
  public var ended: Int { state.withLock { $0.ended } }
  /// Of all sessions; answers to a login's questions too.
  public var commands: [String] { state.withLock { $0.commands } }
  public var mails: [Mail] { state.withLock { $0.mails } }
}

extension LoopbackMailServer {
  private func serve(_ descriptor: Int32, _ extensions: [String], _ script: Script) {
    let session = state.withLock { state in
      state.sessions += 1
      return state.sessions
    }
    let line = MailSession(descriptor)
    var mail = Mail()
    func perform(_ answer: Answer?, _ usual: String) -> Bool {
      switch answer {
      case .reply(let text): line.send(text + "\r\n")
      case .close, .closeAfter: return false
      case .silence:
        line.waitForClose()
        return false
      case .pause, nil: line.send(usual + "\r\n")
      }
      return true
    }
    func answer(_ moment: Moment, _ usual: String) -> Bool {
      perform(script(moment, session), usual)
    }
    guard answer(.greeting, "220 loopback ESMTP") else { return }
    while let command = line.readLine() {
      state.withLock { $0.commands.append(command) }
      let goesOn =
        switch command.prefix(4).uppercased() {
        case "EHLO":
          answer(.hello, Self.lines(["loopback"] + extensions))
        case "HELO": answer(.hello, "250 loopback")
        case "STAR": answer(.startTLS, "454 no TLS")
        case "AUTH": logIn(line, command) { answer(.login, "235 welcome") }
        case "MAIL":
          answer(.sender, "250 ok")
        case "RCPT":
          answer(.recipient(Self.address(in: command)), "250 ok")
        case "DATA":
          takeMail(line, &mail, script(.data, session)) { taken in
            let end = script(.end, session)
            // Before the reply: whoever reads it may look at once.
            if end?.takes ?? true { state.withLock { $0.mails.append(taken) } }
            return perform(end, "250 2.0.0 q1")
          }
        case "QUIT": answer(.quit, "221 bye")
        default: answer(.quit, "500 what?")
        }
      if command.hasPrefix("MAIL") { mail = Mail(from: Self.address(in: command)) }
      if command.hasPrefix("RCPT") { mail.to.append(Self.address(in: command)) }
      guard goesOn, !command.hasPrefix("QUIT") else { return }
    }
  }

  private func logIn(_ line: MailSession, _ command: String, _ settle: () -> Bool) -> Bool {
    for question in command.hasPrefix("AUTH LOGIN") ? ["VXNlcm5hbWU6", "UGFzc3dvcmQ6"] : [""] {
      line.send("334 \(question)\r\n")
      guard let given = line.readLine() else { return false }
      state.withLock { $0.commands.append(given) }
    }
    return settle()
  }

  private func takeMail(
    _ line: MailSession, _ mail: inout Mail, _ answer: Answer?,
    _ settle: (Mail) -> Bool
  ) -> Bool {
    switch answer {
    case .reply(let text):
      line.send(text + "\r\n")
      return true
    case .close: return false
    case .silence:
      line.waitForClose()
      return false
    case .closeAfter(let count):
      line.send("354 go on\r\n")
      line.skip(count)
      return false
    case .pause(let milliseconds):
      line.send("354 go on\r\n")
      usleep(milliseconds * 1000)
    case nil: line.send("354 go on\r\n")
    }
    while let bytes = line.readBytes() {
      mail.wire += bytes + [13, 10]
      if bytes == [UInt8(ascii: ".")] {
        return settle(mail)
      }
      mail.message +=
        (bytes.first == UInt8(ascii: ".") ? bytes.dropFirst() : bytes[...]) + [13, 10]
    }
    return false
  }

  private static func lines(_ texts: [String]) -> String {
    texts.enumerated().map { index, text in
      "250\(index == texts.count - 1 ? " " : "-")\(text)"
    }.joined(separator: "\r\n")
  }

  private static func address(in command: String) -> String {
    String(command.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
  }
}

/// The server's side of one session, with blocking calls.
private final class MailSession {
  private let descriptor: Int32
  private var buffered: [UInt8] = []
  private var start = 0

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  func readLine() -> String? { readBytes().map { String(decoding: $0, as: UTF8.self) } }

  /// One line without its CR LF; nil when the peer has closed.
  func readBytes() -> [UInt8]? {
    var searched = start
    while true {
      while searched + 1 < buffered.count {
        if buffered[searched] == 13, buffered[searched + 1] == 10 {
          defer { start = searched + 2 }
          return Array(buffered[start..<searched])
        }
        searched += 1
      }
      guard fill() else { return nil }
      searched -= start
      buffered.removeFirst(start)
      start = 0
      searched = max(0, searched)
    }
  }

  func skip(_ count: Int) { while buffered.count - start < count, fill() {} }

  func waitForClose() { while fill() {} }

  func send(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  private func fill() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    guard count > 0 else { return false }
    buffered += chunk[..<count]
    return true
  }
}
