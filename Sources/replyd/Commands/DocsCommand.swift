import ArgumentParser
import Foundation

/// `replyd docs ROOT`: for `make docs`; operators have no use for it.
struct DocsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "docs",
    abstract: "Writes config/replyd.schema.json, docs/configuration.md and docs/plugins/.",
    shouldDisplay: false)

  @Argument(help: "The folder of replyd's own repository.") var root: String

  func run() async throws {
    let files = GeneratedFiles(root: URL(fileURLWithPath: root))
    do {
      for path in try files.leftovers() {
        try FileManager.default.removeItem(at: files.root.appending(path: path))
        Terminal.line("removed \(path)")
      }
      for (path, text) in try files.all() {
        let url = files.root.appending(path: path)
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url, options: .atomic)
        Terminal.line("wrote \(path)")
      }
    } catch {
      Terminal.error("\(error)")
      throw ExitCode(1)
    }
  }
}
