import ArgumentParser
import Engine
import PluginKit

/// `replyd handoffs`: what waits for people.
struct HandoffsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "handoffs", abstract: "Lists, takes and ends handoffs.",
    subcommands: [List.self, Take.self, Answered.self, Return.self, Close.self],
    defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists handoffs that wait for people.")
    @OptionGroup var config: ConfigOption
    @Flag(name: .long, help: "Print JSON.") var json = false
    @Flag(name: .long, help: "Also those that ended.") var all = false

    func run() async throws {
      let rows = try await Operations(config).perform(.handoffs(all: all))
      if json { return Terminal.json(rows) }
      let list = rows.array ?? []
      if list.isEmpty { Terminal.line("No handoff waits.") }
      for row in list {
        Terminal.line(
          "#\(row["id"]?.text() ?? "")  \(row["state"]?.string ?? "")  \(row["team"]?.string ?? "")"
            + "  due \(row["dueAt"]?.string ?? "-")"
            + (row["takenBy"]?.string.map { "  by \($0)" } ?? ""))
        Terminal.line(
          "    \(Terminal.safe(row["author"]?.string ?? "")): "
            + "\(Terminal.safe(row["text"]?.string ?? "", limit: 120))")
        Terminal.line("    \(Terminal.safe(row["reason"]?.string ?? ""))")
      }
    }
  }

  struct Take: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Takes a handoff: escalation stops, and the bot stays out of the conversation.")
    @OptionGroup var target: HandoffTarget
    func run() async throws { try await target.perform(.take(target.id), "taken") }
  }

  struct Answered: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ends a handoff that a human answered.")
    @OptionGroup var target: HandoffTarget
    func run() async throws {
      try await target.perform(.endHandoff(target.id, .answered), "answered")
    }
  }

  struct Return: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Gives the conversation back to the bot.")
    @OptionGroup var target: HandoffTarget
    func run() async throws {
      try await target.perform(.endHandoff(target.id, .returned), "returned to the bot")
    }
  }

  struct Close: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Ends a handoff without an answer.")
    @OptionGroup var target: HandoffTarget
    func run() async throws { try await target.perform(.endHandoff(target.id, .closed), "closed") }
  }
}

/// One handoff, by its number.
struct HandoffTarget: ParsableArguments {
  @OptionGroup var config: ConfigOption
  @Flag(name: .long, help: "Print JSON.") var json = false
  @Argument(help: "The handoff's number, as the list shows it.") var id: Int64

  func perform(_ command: OperatorCommand, _ done: String) async throws {
    let row = try await Operations(config).perform(command)
    if json { return Terminal.json(row) }
    Terminal.line("Handoff \(id) is \(done).")
  }
}
