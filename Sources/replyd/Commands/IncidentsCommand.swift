import ArgumentParser
import Engine
import Foundation
import PluginKit

/// `replyd incidents`: what is on, what the procedures did, and who ends it.
struct IncidentsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "incidents", abstract: "Lists incidents, reports on them, ends and drills them.",
    subcommands: [List.self, Show.self, Open.self, Resume.self, Report.self, Drill.self],
    defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists open incidents.")
    @OptionGroup var config: ConfigOption
    @Flag(name: .long, help: "Print JSON.") var json = false
    @Flag(name: .long, help: "Also those that ended.") var all = false

    func run() async throws {
      let rows = try await Operations(config).perform(.incidents(all: all))
      if json { return Terminal.json(rows) }
      let list = rows.array ?? []
      if list.isEmpty { Terminal.line("No incident is open.") }
      for row in list { IncidentText(row).printRow() }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows one incident: its steps, its timeline, what it holds.")
    @OptionGroup var config: ConfigOption
    @Flag(name: .long, help: "Print JSON.") var json = false
    @Argument(help: "Its number.") var id: Int64

    func run() async throws {
      let record = try await Operations(config).perform(.incident(id))
      if json { return Terminal.json(record) }
      IncidentText(record).printRow()
      for line in IncidentText(record).report { Terminal.line(line) }
    }
  }

  struct Open: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Starts a procedure by hand, for a message that is in the store.")
    @OptionGroup var config: ConfigOption
    @OptionGroup var who: OperatorOption
    @Argument(help: "The procedure's name in the config.") var procedure: String
    @Argument(help: "The message: its row, its remote id or connector/id.") var message: String

    func run() async throws {
      let row = try await Operations(config, by: who.name).perform(
        .openIncident(procedure: procedure, message: message))
      Terminal.line("Incident \(row["id"]?.text() ?? "") is open; its procedure runs.")
    }
  }

  struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Agrees that an incident ends; with enough people it does, and replies go on.")
    @OptionGroup var config: ConfigOption
    @OptionGroup var who: OperatorOption
    @Flag(name: .long, help: "Print JSON.") var json = false
    @Argument(help: "Its number.") var id: Int64

    func run() async throws {
      try await IncidentEnding(id: id, config: config, who: who, json: json).perform()
    }
  }

  struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The after-action report: timeline, counts, what was held, released and dropped.")
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, svg }

    @OptionGroup var config: ConfigOption
    @Option(name: .long, help: "text, json or svg.") var format = Format.text
    @Option(name: .long, help: "A file instead of standard output.") var output: String?
    @Argument(help: "Its number.") var id: Int64

    func run() async throws {
      let record = try await Operations(config).perform(.incident(id))
      let text =
        switch format {
        case .json: record.text(pretty: true) + "\n"
        case .svg: IncidentPicture(record).svg + "\n"
        case .text: IncidentText(record).report.joined(separator: "\n") + "\n"
        }
      guard let output else { return Terminal.raw(Array(text.utf8)) }
      try Data(text.utf8).write(to: URL(fileURLWithPath: output), options: .atomic)
      Terminal.line("wrote \(output)")
    }
  }
}

/// One person's word that an incident may end.
struct IncidentEnding {
  let id: Int64
  let config: ConfigOption
  let who: OperatorOption
  let json: Bool

  func perform() async throws {
    let row = try await Operations(config, by: who.name).perform(.resumeIncident(id))
    if json { return Terminal.json(row) }
    if row["state"]?.string == "resumed" {
      return Terminal.line(
        "Incident \(id) has ended. What it held is checked again before it goes out.")
    }
    let agreed = (row["agreed"]?.array ?? []).compactMap(\.string).map { Terminal.safe($0) }
    Terminal.line(
      "\(agreed.joined(separator: ", ")) agreed: \(agreed.count) of \(row["people"]?.text() ?? "")"
        + ". Incident \(id) goes on until another person does.")
  }
}
