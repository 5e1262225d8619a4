import ArgumentParser
import ConnectorKit
import Foundation
import MastodonConnectorPlugin
import PluginKit

/// `replyd connect mastodon`: from a server's address to a config that works.
struct ConnectMastodonCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mastodon",
    abstract: "Signs in to an account on Mastodon or a server that speaks its API.",
    discussion: """
      Asks for what no flag names. Without a terminal the answers are lines of standard input: the \
      code, or with --token-from-stdin a token that was made on the server. The token is never \
      printed, and stands in no argument.
      """)

  @Option(help: "The account's server, e.g. https://mastodon.example.") var server: String?
  @Option(help: "Where the token is kept; only its owner can read the file.")
  var tokenFile: String?
  @Option(help: "The connector's name in the config.") var id = "mastodon"
  @Option(help: "Certificate authorities (PEM) to trust instead of the system's.")
  var caFile: String?
  @Flag(help: "Replace a token file that exists.") var force = false
  @Flag(help: "Take a token from standard input instead of signing in.")
  var tokenFromStdin = false

  func run() async throws {
    do {
      let server = try self.server ?? Question.ask("The account's server")
      let path = try tokenFile ?? Question.ask("The file for the token")
      // Before anything else, so that no token is made that cannot be kept.
      let file = try TokenFile(path, replaces: force)
      let signIn = try MastodonSignIn(server: server, caFile: caFile)
      Terminal.line("Found \(Terminal.safe(try await signIn.checkServer())).")
      let token = try await token(signIn)
      let account = try await signIn.verify(token)
      try file.write(token.reveal())
      report(account, signIn, file)
    } catch let failure as ValidationError {
      throw failure
    } catch {
      Terminal.error("\(error)")
      throw ExitCode(1)
    }
  }

  private func token(_ signIn: MastodonSignIn) async throws -> Secret {
    if tokenFromStdin { return Secret(try Question.ask("The token", isSecret: true)) }
    let registration = try await signIn.register()
    Terminal.line("Open this address as the account that is to answer, and allow replyd:")
    Terminal.line()
    Terminal.line("  \(registration.address)")
    Terminal.line()
    return try await signIn.token(for: try Question.ask("The code it shows"), registration)
  }

  private func report(
    _ account: MastodonSignIn.Account, _ signIn: MastodonSignIn, _ file: TokenFile
  ) {
    Terminal.line(
      "Signed in as \(Terminal.safe(account.handle)); posts take \(account.maxCharacters) "
        + "characters. The token is in \(file.path).")
    if !account.isBot {
      Terminal.line(
        "Warning: the account is not marked as automated. Most servers expect it: on the "
          + "account's profile, check \"This is an automated account\".")
    }
    let entry: JSONValue = [
      "plugin": "mastodon", "mode": "draft", "pollEvery": "15s",
      "settings": [
        "server": .string(signIn.server), "token": ["file": .string(file.path)],
      ],
    ]
    Terminal.line()
    Terminal.line("Add this to \"connectors\" in the config, then run `replyd check`:")
    Terminal.line()
    Terminal.line("\(JSONValue.string(id).text()): \(entry.text(pretty: true))")
  }
}
