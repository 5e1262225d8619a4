import ArgumentParser
import Engine
import PluginKit

/// `replyd silences`: what nobody is told of for a while.
struct SilencesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "silences", abstract: "Keeps notifications back for a while, and lists what does.",
    subcommands: [List.self, Add.self, End.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists silences.")
    @OptionGroup var config: ConfigOption
    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() async throws {
      let rows = try await Operations(config).perform(.silences)
      if json { return Terminal.json(rows) }
      if rows.array?.isEmpty != false { Terminal.line("Nothing is silenced.") }
      for row in rows.array ?? [] {
        let what = ["team", "category", "connector", "author"].compactMap { name in
          row[name]?.string.map { "\(name) \(Terminal.safe($0))" }
        }
        Terminal.line(
          "#\(row["id"]?.text() ?? "")  \(what.isEmpty ? "all" : what.joined(separator: ", "))"
            + "  until \(row["until"]?.string ?? "")  by \(Terminal.safe(row["by"]?.string ?? ""))"
            + ": \(Terminal.safe(row["reason"]?.string ?? ""))")
      }
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Nobody is told of what matches; what still waits at the end is told then.")
    @OptionGroup var config: ConfigOption
    @OptionGroup var who: OperatorOption
    @Option(name: .long, help: "Only this team's handoffs.") var team: String?
    @Option(name: .long, help: "Only this category.") var category: String?
    @Option(name: .long, help: "Only this connector's messages.") var connector: String?
    @Option(name: .long, help: "Only this author: a handle.") var author: String?
    @Option(name: .customLong("for"), help: "For how long, \"2h\".") var duration: DurationOption
    @Argument(help: "Why.") var reason: String

    func validate() throws {
      if reason.allSatisfy(\.isWhitespace) { throw ValidationError("say why nobody is told") }
    }

    func run() async throws {
      let row = try await Operations(config, by: who.name).perform(
        .silence(
          SilenceRequest(
            team: team, category: category, connector: connector, author: author, reason: reason,
            duration: duration.value)))
      Terminal.line(
        "Silence \(row["id"]?.text() ?? "") holds until \(row["until"]?.string ?? "").")
    }
  }

  struct End: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Ends a silence now.")
    @OptionGroup var config: ConfigOption
    @OptionGroup var who: OperatorOption
    @Argument(help: "Its number.") var id: Int64

    func run() async throws {
      _ = try await Operations(config, by: who.name).perform(.endSilence(id))
      Terminal.line("Silence \(id) is over.")
    }
  }
}
