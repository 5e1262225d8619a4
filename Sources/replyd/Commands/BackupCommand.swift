import ArgumentParser
import Engine
import Foundation
import PluginKit

/// `replyd backup`: a copy of the store, while the daemon runs.
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copies the store to a file, also while the daemon runs.",
    discussion: """
      The file holds customers' messages: it is readable by its owner only. Where a daemon runs, \
      the daemon writes it, so the folder has to be one it may write to. `replyd forget` names \
      the backups that may hold an author.
      """)

  @OptionGroup var config: ConfigOption
  @Flag(name: .long, help: "Print JSON.") var json = false
  @Option(name: .long, help: "The file to write; none may be there yet.") var output: String

  func run() async throws {
    let path = URL(filePath: output).standardizedFileURL.path
    let report = try await Operations(config).perform(.backup(path))
    if json { return Terminal.json(report) }
    Terminal.line(
      "\(Terminal.safe(path)): \(report["messages"]?.text() ?? "0") messages, "
        + "\(report["bytes"]?.text() ?? "0") bytes")
  }
}
