import ArgumentParser
import Engine
import PluginKit

extension UsersCommand {
  struct Sessions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists where somebody is signed in.")
    @OptionGroup var target: UserTarget
    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() async throws {
      let rows = try await target.operations().perform(.access(.sessions(target.name)))
      if json { return Terminal.json(rows) }
      if rows.array?.isEmpty != false { Terminal.line("\(target.name) is not signed in.") }
      for row in rows.array ?? [] {
        func text(_ name: String) -> String { Terminal.safe(row[name]?.string ?? "") }
        Terminal.line(
          "#\(row["id"]?.text() ?? "")  since \(text("createdAt"))  seen \(text("seenAt"))"
            + "  \(text("address"))  \(text("agent"))")
      }
    }
  }

  struct SignOut: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Ends all sessions of somebody.")
    @OptionGroup var target: UserTarget

    func run() async throws {
      let done = try await target.operations().perform(.access(.signOut(target.name)))
      let count = Int(done["ended"]?.number ?? 0)
      Terminal.line("\(count) session\(count == 1 ? "" : "s") of \(target.name) ended.")
    }
  }
}

/// One user, by name.
struct UserTarget: ParsableArguments {
  @OptionGroup var config: ConfigOption
  @OptionGroup var who: OperatorOption
  @Argument(help: "The user's name.") var name: String

  func operations() throws -> Operations { try Operations(config, by: who.name) }

  func change(_ change: AccessCommand.Change, _ done: String) async throws {
    _ = try await operations().perform(.access(.changeUser(name, change)))
    Terminal.line("\(name) \(done).")
  }
}
