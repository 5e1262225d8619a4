import ArgumentParser
import Engine
import PluginKit

/// `replyd drafts`: replies that wait for a human's yes.
struct DraftsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drafts", abstract: "Lists, approves and discards drafted replies.",
    subcommands: [List.self, Approve.self, Discard.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists replies that wait for a yes.")
    @OptionGroup var config: ConfigOption
    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() async throws {
      let rows = try await Operations(config).perform(.drafts)
      if json { return Terminal.json(rows) }
      let list = rows.array ?? []
      if list.isEmpty { Terminal.line("No draft waits.") }
      for row in list {
        Terminal.line(
          "#\(row["id"]?.text() ?? "")  \(row["kind"]?.string ?? "")"
            + "  until \(row["until"]?.string ?? "-")")
        Terminal.line(
          "    \(Terminal.safe(row["author"]?.string ?? "")): "
            + Terminal.safe(row["messageText"]?.string ?? "", limit: 120))
        Terminal.line("    → \(Terminal.safe(row["text"]?.string ?? "", limit: 500))")
      }
    }
  }

  struct Approve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Sends a draft.")
    @OptionGroup var config: ConfigOption
    @Argument(help: "The draft's number, as the list shows it.") var id: Int64

    @Option(name: .long, help: "Other words instead; kept as a correction.") var text: String?
    @OptionGroup var who: OperatorOption

    func run() async throws {
      _ = try await Operations(config, by: who.name).perform(.approve(id, text: text))
      Terminal.line("Draft \(id) is on its way.")
    }
  }

  struct Discard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Does not send a draft; its message goes to people.")
    @OptionGroup var config: ConfigOption
    @Argument(help: "The draft's number, as the list shows it.") var id: Int64

    func run() async throws {
      _ = try await Operations(config).perform(.discard(id))
      Terminal.line("Draft \(id) is discarded; its message was handed off.")
    }
  }
}
