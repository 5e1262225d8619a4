import ArgumentParser
import Engine
import PluginKit

/// `replyd forget AUTHOR`: as if they had never written.
struct ForgetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Removes an author with all that they wrote and all that came of it.",
    discussion: """
      Works while the daemon runs. What waits to be sent to the author is not sent. Polling does \
      not bring old messages back; what the author writes from now on is a new customer's. Logs, \
      backups and what notifiers were told are not reached: backups that may hold the author are \
      listed.
      """)

  @OptionGroup var config: ConfigOption
  @Flag(name: .long, help: "Print JSON.") var json = false
  @Argument(help: "connector/id, connector/@handle, or one of the two alone.") var author: String

  func run() async throws {
    let report = try await Operations(config).perform(.forget(author))
    if json { return Terminal.json(report) }
    Terminal.line("Forgotten: \(Terminal.safe(report["author"]?.string ?? "")). Removed rows:")
    if case .object(let members)? = report["removed"] {
      for member in members { Terminal.line("  \(member.key): \(member.value.text())") }
    }
    if let count = report["underWay"]?.number, count > 0 {
      Terminal.line("\(Int(count)) replies were being sent and may still appear on the platform.")
    }
    if let residue = report["residue"]?.string {
      Terminal.line("The file may still show removed bytes: \(Terminal.safe(residue))")
      Terminal.line("Free space on its disk: the next `replyd forget` overwrites them.")
    }
    for backup in report["backups"]?.array ?? [] {
      let isThere = backup["isThere"]?.bool ?? false
      Terminal.line(
        "Backup of \(backup["at"]?.string ?? "") may hold the author: "
          + Terminal.safe(backup["path"]?.string ?? "")
          + (isThere ? "" : " (not there any more; was it moved?)"))
    }
  }
}
