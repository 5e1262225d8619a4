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
        let suggestions = row["suggestions"]?.array?.compactMap(\.string) ?? []
        for (number, text) in suggestions.enumerated().dropFirst() {
          Terminal.line("    or --choice \(number + 1): \(Terminal.safe(text, limit: 500))")
        }
      }
    }
  }

  struct Approve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Sends a draft.")
    @OptionGroup var config: ConfigOption
    @Argument(help: "The draft's number, as the list shows it.") var id: Int64

    @Option(name: .long, help: "Other words instead; kept as a correction.") var text: String?
    @Option(name: .long, help: "Another of the suggested answers, by its number in the list.")
    var choice: Int?
    @OptionGroup var who: OperatorOption

    func validate() throws {
      guard text == nil || choice == nil else {
        throw ValidationError("say --text or --choice, not both")
      }
    }

    func run() async throws {
      let operations = try Operations(config, by: who.name)
      var text = text
      if let choice { text = try await chosen(choice, operations) }
      _ = try await operations.perform(.approve(id, text: text))
      Terminal.line("Draft \(id) is on its way.")
    }

    private func chosen(_ choice: Int, _ operations: Operations) async throws -> String {
      let row = try await operations.perform(.drafts).array?.first { $0["id"]?.text() == "\(id)" }
      let texts = row?["suggestions"]?.array?.compactMap(\.string) ?? []
      guard texts.indices.contains(choice - 1) else {
        Terminal.error(
          "draft \(id) has \(texts.count) suggested answers; `replyd drafts` lists them")
        throw ExitCode(1)
      }
      return texts[choice - 1]
    }
  }

  struct Discard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Does not send a draft; its message goes to people.")
    @OptionGroup var config: ConfigOption
    @Option(name: .long, help: "Why, for the machine to learn from.") var reason: String?
    @Argument(help: "The draft's number, as the list shows it.") var id: Int64

    func run() async throws {
      _ = try await Operations(config).perform(.discard(id, reason: reason))
      Terminal.line("Draft \(id) is discarded; its message was handed off.")
    }
  }
}
