import Foundation
import Synchronization

@testable import Transport

/// An IMAP server that takes any login and says to each later command what its script says; what
/// that leaves out it answers with OK.
final class LoopbackIMAPServer: Sendable {
  enum Answer: Sendable {
    /// `TAG` stands for the command's tag.
    case say(String)
    /// Says it, and goes.
    case leave(String)
    /// Nothing, until the client goes.
    case silence
  }

  /// Asked with a command without its tag, and how many were asked so far.
  typealias Script = @Sendable (_ command: String, _ count: Int) -> Answer?

  static let state = """
    * 3 EXISTS\r
    * OK [UIDVALIDITY 42] ok\r
    * OK [UIDNEXT 10] next\r
    TAG OK [READ-ONLY] done\r

    """

  private let server: LoopbackServer
  private let seen = Commands()

  init(
    greeting: String = "* OK ready\r\n", capabilities: String = "IMAP4rev1",
    _ script: @escaping Script
  ) throws {
    let seen = seen
    server = try LoopbackServer { connection, _ in
      connection.send(greeting)
      while let line = connection.readLine() {
        let words = line.split(separator: " ", maxSplits: 1)
        guard words.count == 2 else { break }
        let (tag, command) = (String(words[0]), String(words[1]))
        let answer =
          script(command, seen.add(command)) ?? Self.usual(command, capabilities)
        switch answer {
        case .say(let text): connection.send(text.replacing("TAG", with: tag))
        case .leave(let text):
          connection.send(text.replacing("TAG", with: tag))
          connection.shutDown()
        case .silence: connection.waitForClose()
        }
      }
    }
  }

  deinit { server.stop() }

  var sessions: Int { server.accepted }
  /// Of all sessions, without tags.
  var commands: [String] { seen.all }

  func client(
    _ adjust: (inout IMAPClient.Configuration) -> Void = { _ in }
  ) throws -> IMAPClient {
    guard let address = IMAPServer("imap://127.0.0.1:\(server.port)"),
      let login = MailLogin(user: "brand", password: "secret-word")
    else { throw CocoaError(.featureUnsupported) }
    var configuration = IMAPClient.Configuration(server: address)
    configuration.allowPlainText = true
    configuration.allowPrivateTargets = true
    adjust(&configuration)
    return IMAPClient(configuration) { _ in login }
  }

  private static func usual(_ command: String, _ capabilities: String) -> Answer {
    switch command.prefix { $0 != " " } {
    case "CAPABILITY": .say("* CAPABILITY \(capabilities)\r\nTAG OK done\r\n")
    case "EXAMINE": .say(state)
    default: .say("TAG OK done\r\n")
    }
  }

  private final class Commands: Sendable {
    private let commands = Mutex<[String]>([])
    var all: [String] { commands.withLock { $0 } }
    func add(_ command: String) -> Int {
      commands.withLock {
        $0.append(command)
        return $0.count
      }
    }
  }
}
