import ArgumentParser
import Engine
import Foundation
import PluginKit

extension IncidentsCommand {
  /// Walks a procedure; holds, tells and posts nothing.
  struct Drill: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Walks a procedure and shows what each step would do now; posts nothing.")
    @OptionGroup var config: ConfigOption
    @Flag(name: .long, help: "Print JSON.") var json = false
    @Option(name: .long, help: "As if this message opened it: its row or connector/id.")
    var message: String?
    @Option(name: .long, help: "As if somebody wrote this.") var text = "(no text given)"
    @Argument(help: "The procedure's name in the config.") var procedure: String

    func run() async throws {
      let (assembly, _) = try config.load(forDaemon: true)
      guard let found = assembly.procedures[procedure] else {
        let known = assembly.procedures.keys.sorted().joined(separator: ", ")
        Terminal.error("there is no procedure \(procedure) in the config: \(known)")
        throw ExitCode(1)
      }
      let hasStore = FileManager.default.fileExists(atPath: assembly.storePath)
      let now = SystemTime().now
      let drill = ProcedureDrill(
        found, teams: assembly.teams,
        review: TextReview(assembly.guide, connectors: assembly.connectors),
        brand: assembly.brand, message: try await opening(assembly, now), recent: [],
        notifiers: Set(assembly.notifiers.keys), at: now)
      var reached: [Int: [String: Int]] = [:]
      for line in drill.lines where hasStore {
        guard let scope = line.scope else { continue }
        let covered = try await Operations(config).perform(.covered(scope))
        guard case .object(let members) = covered else { continue }
        reached[line.number] = Dictionary(
          members.map { ($0.key, Int($0.value.number ?? 0)) }, uniquingKeysWith: +)
      }
      let shown = DrillText(procedure: found, name: procedure, drill: drill, reached: reached)
      if json { Terminal.json(shown.json) } else { shown.print() }
      if drill.lines.contains(where: { !$0.problems.isEmpty }) { throw ExitCode(1) }
    }

    private func opening(_ assembly: Assembly, _ now: Date) async throws -> Message {
      var id = Message.ID(
        connector: assembly.connectors.first { $0.mode != .off }?.id ?? "", remote: "drill")
      let author = Author(id: "drill", handle: "@customer", name: "a customer")
      var (words, visibility) = (text, Visibility.public)
      if let message {
        let record = try await Operations(config).perform(.why(message))["message"]
        words = record?["text"]?.string ?? words
        let parts = (record?["id"]?.string ?? "").split(separator: "/", maxSplits: 1)
        if parts.count == 2 {
          id = Message.ID(connector: String(parts[0]), remote: String(parts[1]))
        }
        visibility = record?["visibility"]?.string.flatMap { Visibility(name: $0) } ?? .direct
      }
      return Message(
        id: id, platform: "drill", author: author, text: words, createdAt: now,
        visibility: visibility)
    }
  }
}

/// A drill in words.
private struct DrillText {
  let procedure: Procedure
  let name: String
  let drill: ProcedureDrill
  /// By step: how many replies on their way a hold would stop, by connector.
  let reached: [Int: [String: Int]]

  private func count(_ line: ProcedureDrill.Line) -> Int? {
    reached[line.number]?.values.reduce(0, +)
  }

  func print() {
    Terminal.line(
      Terminal.coloured("Drill of \(name): nothing is held, told or posted.", .bold))
    for line in drill.lines {
      let when = line.after == .zero ? "at once" : "after \(line.after.text)"
      Terminal.line("  \(line.number)  \(when)  \(line.action)")
      for detail in line.details { Terminal.line("       \(Terminal.safe(detail, limit: 600))") }
      if let count = count(line) {
        Terminal.line("       \(count) replies on their way would wait")
      }
      for problem in line.problems {
        Terminal.line(Terminal.coloured("       \(Terminal.safe(problem, limit: 400))", .red))
      }
    }
    for resource in procedure.resources {
      Terminal.line("  People may offer: \(Terminal.safe(resource, limit: 400))")
    }
    let by = procedure.resume.by.isEmpty ? "anybody" : procedure.resume.by.joined(separator: ", ")
    let people = procedure.resume.people
    Terminal.line(
      "  Ends when \(people == 1 ? "one" : "\(people) different people") of \(by) "
        + "says so: replyd incidents resume NUMBER --as NAME")
  }

  var json: JSONValue {
    .object([
      .init("procedure", .string(name)),
      .init(
        "steps",
        .array(
          drill.lines.map { line in line.json(wouldHold: reached[line.number]) })),
      .init("resources", .strings(procedure.resources)),
      .init("people", .int(procedure.resume.people)),
      .init("mayResume", .strings(procedure.resume.by)),
    ])
  }
}
