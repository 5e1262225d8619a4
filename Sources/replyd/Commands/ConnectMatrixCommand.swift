import ArgumentParser
import ConnectorKit
import Foundation
import MatrixConnectorPlugin
import PluginKit

/// `replyd connect matrix`: from an account's server to a config that works.
struct ConnectMatrixCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "matrix",
    abstract: "Logs in to an account on a Matrix homeserver.",
    discussion: """
      Asks for what no flag names. Without a terminal the answers are lines of standard input. The \
      password is not shown and not kept; what is kept is the session, in a file that only its \
      owner can read.
      """)

  @Option(help: "The account's domain, or its homeserver, e.g. https://matrix.example.")
  var server: String?
  @Option(help: "The account, e.g. @brand:example.org.") var user: String?
  @Option(help: "Where the session is kept; only its owner can read the file.")
  var sessionFile: String?
  @Option(help: "The id of the login, by which the server knows repeated posts.")
  var device = "REPLYD"
  @Option(help: "The connector's name in the config.") var id = "matrix"
  @Option(help: "Certificate authorities (PEM) to trust instead of the system's.")
  var caFile: String?
  @Flag(help: "Replace a session file that exists.") var force = false

  func run() async throws {
    do {
      let server = try self.server ?? Question.ask("The account's server")
      let path = try sessionFile ?? Question.ask("The file for the session")
      // Before anything else, so that no session is made that cannot be kept.
      let file = try TokenFile(path, replaces: force)
      let signIn = try await MatrixSignIn(server: server, caFile: caFile)
      let version = try await signIn.checkServer()
      Terminal.line(
        "Found \(Terminal.safe(signIn.server)), which speaks Matrix \(Terminal.safe(version)).")
      let user = try self.user ?? Question.ask("The account")
      let password = Secret(try Question.ask("The password", isSecret: true))
      let session = try await signIn.logIn(user: user, password: password, device: device)
      try file.write(session.file.reveal())
      report(session, signIn, file)
    } catch let failure as ValidationError {
      throw failure
    } catch {
      Terminal.error("\(error)")
      throw ExitCode(1)
    }
  }

  private func report(_ session: MatrixSignIn.Session, _ signIn: MatrixSignIn, _ file: TokenFile) {
    Terminal.line(
      "Logged in as \(Terminal.safe(session.user)), device \(Terminal.safe(session.device)). The "
        + "session is in \(file.path).")
    let entry: JSONValue = [
      "plugin": "matrix", "mode": "draft",
      "settings": ["server": .string(signIn.server), "session": .string(file.path)],
    ]
    Terminal.line()
    Terminal.line("Add this to \"connectors\" in the config, then run `replyd check`:")
    Terminal.line()
    Terminal.line("\(JSONValue.string(id).text()): \(entry.text(pretty: true))")
  }
}
