import ArgumentParser
import Engine
import PluginKit

/// `replyd users`: who may sign in to the console.
struct UsersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "users", abstract: "Adds, changes and lists who may sign in to the console.",
    subcommands: [
      List.self, Add.self, Password.self, SetRole.self, Teams.self, Disable.self, Enable.self,
      SecondFactor.self, Sessions.self, SignOut.self,
    ],
    defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists users.")
    @OptionGroup var config: ConfigOption
    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() async throws {
      let rows = try await Operations(config).perform(.access(.users))
      if json { return Terminal.json(rows) }
      if rows.array?.isEmpty != false {
        Terminal.line("Nobody can sign in yet: replyd users add NAME --role admin")
      }
      for row in rows.array ?? [] {
        var words = [row["name"]?.string ?? "", row["role"]?.string ?? "", Self.teams(of: row)]
        if row["totp"]?.bool == true { words.append("second factor") }
        words.append(row["signedInAt"]?.string.map { "signed in \($0)" } ?? "never signed in")
        if let since = row["disabledAt"]?.string { words.append("DISABLED \(since)") }
        Terminal.line(words.map { Terminal.safe($0) }.joined(separator: "  "))
      }
    }

    static func teams(of row: JSONValue) -> String {
      let teams = row["teams"]?.array?.compactMap(\.string)
      return teams.map { $0.isEmpty ? "no team" : $0.joined(separator: ", ") } ?? "all teams"
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lets somebody sign in. The password is asked for; only its hash is kept.")
    @OptionGroup var config: ConfigOption
    @OptionGroup var who: OperatorOption
    @Option(name: .long, help: "What they may do.") var role: CaseOption<Role>
    @Option(name: .long, help: "Only this team's handoffs; may be given more than once.")
    var team: [String] = []
    @OptionGroup var password: NewPassword
    @Argument(help: "The name: a-z, 0-9, \".\", \"_\", \"-\"; a person's id where there is one.")
    var name: String

    func run() async throws {
      let operations = try Operations(config, by: who.name)
      let user = NewUser(
        name: name, role: role.value, teams: team.isEmpty ? nil : Set(team),
        password: try password.digest(for: name))
      _ = try await operations.perform(.access(.addUser(user)))
      Terminal.line("\(name) may sign in, as \(role.value.rawValue).")
    }
  }

  struct Password: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Gives somebody another password, and ends all their sessions.")
    @OptionGroup var target: UserTarget
    @OptionGroup var password: NewPassword

    func run() async throws {
      let digest = try password.digest(for: target.name)
      try await target.change(.password(digest), "has another password and is signed out")
    }
  }

  struct SetRole: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "role", abstract: "Changes what somebody may do, from their next request on.")
    @OptionGroup var target: UserTarget
    @Argument(help: "What they may do.") var role: CaseOption<Role>
    func run() async throws {
      try await target.change(.role(role.value), "is \(role.value.rawValue)")
    }
  }

  struct Teams: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Changes whose handoffs somebody sees; without --team: all.")
    @OptionGroup var target: UserTarget
    @Option(name: .long, help: "A team; may be given more than once.") var team: [String] = []

    func run() async throws {
      try await target.change(
        .teams(team.isEmpty ? nil : Set(team)),
        "sees \(team.isEmpty ? "all teams" : team.joined(separator: ", "))")
    }
  }

  struct Disable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Signs somebody out for good; tokens that they made rest.")
    @OptionGroup var target: UserTarget
    func run() async throws { try await target.change(.disabled(true), "may not sign in") }
  }

  struct Enable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lets somebody sign in again.")
    @OptionGroup var target: UserTarget
    func run() async throws { try await target.change(.disabled(false), "may sign in") }
  }

  struct SecondFactor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "totp",
      abstract: "Turns somebody's second factor off, for a phone that is lost.",
      discussion: "Only they themselves can turn it on, in the console.")
    @OptionGroup var target: UserTarget
    @Flag(name: .long, help: "Turn it off.") var off = false

    func validate() throws {
      guard off else { throw ValidationError("say --off: users turn it on in the console") }
    }

    func run() async throws { try await target.change(.totpOff, "has no second factor") }
  }
}
