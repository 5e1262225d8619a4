import ArgumentParser
import Console
import Engine
import PluginKit

/// `replyd tokens`: programs that may use the API.
struct TokensCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokens", abstract: "Makes, lists and revokes tokens of the API.",
    subcommands: [List.self, Add.self, Revoke.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists tokens, those that act first. Their text is shown once, when they are made.")
    @OptionGroup var config: ConfigOption
    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() async throws {
      let rows = try await Operations(config).perform(.access(.tokens))
      if json { return Terminal.json(rows) }
      if rows.array?.isEmpty != false { Terminal.line("There is no token.") }
      for row in rows.array ?? [] {
        func text(_ name: String) -> String? { row[name]?.string.map { Terminal.safe($0) } }
        let scopes = row["scopes"]?.array?.compactMap(\.string).joined(separator: " ") ?? ""
        var words = [
          "#\(row["id"]?.text() ?? "")", text("name") ?? "", text("role") ?? "", scopes,
          Terminal.safe(UsersCommand.List.teams(of: row)), "by \(text("createdBy") ?? "")",
          text("lastUsedAt").map { "used \($0)" } ?? "never used",
        ]
        if let until = text("expiresAt") { words.append("expires \(until)") }
        if let at = text("revokedAt") { words.append("REVOKED \(at)") }
        Terminal.line(words.joined(separator: "  "))
      }
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Makes a token and prints it, this once.")
    @OptionGroup var config: ConfigOption
    @OptionGroup var who: OperatorOption
    @Option(name: .long, help: "What it may do.") var role: CaseOption<Role>
    @Option(
      name: .long,
      help: "What for; may be given more than once.")
    var scope: [CaseOption<Scope>]
    @Option(name: .long, help: "Only this team's handoffs; may be given more than once.")
    var team: [String] = []
    @Option(name: .long, help: "For how long, \"90d\"; without: until it is revoked.")
    var expires: DurationOption?
    @Flag(name: .long, help: "Print JSON.") var json = false
    @Argument(help: "What uses it.") var name: String

    func run() async throws {
      let token = OpaqueToken.api()
      let new = NewApiToken(
        token: OpaqueToken.hash(token), name: name, role: role.value,
        scopes: Set(scope.map(\.value)),
        teams: team.isEmpty ? nil : Set(team))
      let row = try await Operations(config, by: who.name).perform(
        .access(.addToken(new, lifetime: expires?.value)))
      if json, case .object(let members) = row {
        return Terminal.json(.object(members + [.init("token", .string(token))]))
      }
      Terminal.line(token)
    }
  }

  struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Makes a token worth nothing, now.")
    @OptionGroup var config: ConfigOption
    @OptionGroup var who: OperatorOption
    @Argument(help: "Its number.") var id: Int64

    func run() async throws {
      _ = try await Operations(config, by: who.name).perform(.access(.revokeToken(id)))
      Terminal.line("Token \(id) is revoked.")
    }
  }
}
