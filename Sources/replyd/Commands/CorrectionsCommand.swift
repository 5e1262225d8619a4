import ArgumentParser
import Engine
import PluginKit

/// `replyd corrections`: where people contradicted the machine.
struct CorrectionsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corrections",
    abstract: "Notes and exports where people contradicted the machine.",
    subcommands: [Export.self, Add.self], defaultSubcommand: Export.self)

  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints all corrections as JSON lines, oldest first.")
    @OptionGroup var config: ConfigOption
    @Option(name: .long, help: "Only those after this number.") var after: Int64 = 0

    func run() async throws {
      let operations = try Operations(config)
      var last = after
      while true {
        let rows = try await operations.perform(.corrections(after: last)).array ?? []
        for row in rows { Terminal.line(row.text()) }
        guard let next = rows.last?["id"]?.number, rows.count > 0 else { return }
        last = Int64(next)
      }
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Notes that the machine was wrong about a message.")
    @OptionGroup var config: ConfigOption
    @OptionGroup var who: OperatorOption
    @Argument(help: "The message: its row, its remote id or connector/id.") var message: String
    @Option(name: .long, help: "The right label, \"intent=question\".") var label: String?
    @Flag(name: .long, help: "Our answer was taken back.") var withdrawn = false
    @Flag(name: .long, help: "Nobody was needed.") var needless = false

    func validate() throws {
      guard [label != nil, withdrawn, needless].count(where: { $0 }) == 1 else {
        throw ValidationError("say what was wrong: --label, --withdrawn or --needless")
      }
      if let label, label.split(separator: "=", maxSplits: 1).count != 2 {
        throw ValidationError("--label needs a finding and its label: \"intent=question\"")
      }
    }

    func run() async throws {
      let kind: Correction.Kind =
        label != nil ? .label : withdrawn ? .answerWithdrawn : .needlessHandoff
      let operations = try Operations(config, by: who.name)
      var was: String?
      if let finding = label?.split(separator: "=").first.map(String.init) {
        let record = try await operations.perform(.why(message))
        let findings = record["decisions"]?.array?.last?["record"]?["findings"]
        if case .object(let known)? = findings, !known.isEmpty, findings?[finding] == nil {
          Terminal.error(
            "the message has no finding \(finding): "
              + known.map(\.key).sorted().joined(separator: ", "))
          throw ExitCode(1)
        }
        was = findings?[finding]?["label"]?.string.map { "\(finding)=\($0)" }
      }
      _ = try await operations.perform(.correct(message: message, kind, was: was, now: label))
      Terminal.line("Noted.")
    }
  }
}
