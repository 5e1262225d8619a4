import ArgumentParser
import Foundation
import PluginConformance
import PluginKit

extension PluginsCommand {
  /// `replyd plugins test PATH`: the suite every plugin has to pass, on one that is a program.
  struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "test",
      abstract: "Tests a plugin that is a program: its contract, hostile input, limits, its end.",
      discussion: """
        Runs a copy of the folder with the settings of its test.json, else of its sample.json, and \
        says of each promise whether it is kept and what to mend. Status 1 when one is broken.
        """)

    @Argument(help: "The plugin's folder.") var path: String
    @Option(name: .long, help: "error, warning, info or debug: what the plugin says is shown.")
    var logLevel = LogLevel.warning
    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() async throws {
      let logger = LogSetup.start(logLevel.level)
      let suite: ConformanceSuite
      do {
        suite = try ConformanceSuite(path: path, logger: logger)
      } catch let unusable as ConformanceSuite.Unusable {
        for problem in unusable.problems { Terminal.error(Terminal.safe(problem)) }
        throw ExitCode(1)
      }
      if Catalog.names.contains(suite.name) {
        Terminal.error("there is a built-in plugin \(suite.name); no config can name this one")
        throw ExitCode(1)
      }
      let results = await suite.run { if !json { Self.show($0) } }
      let broken = results.count { !$0.isFine }
      if json {
        Terminal.json(.array(results.map(\.json)))
      } else {
        Self.summarise(results, broken)
      }
      if broken > 0 { throw ExitCode(1) }
    }

    private static func show(_ result: CheckResult) {
      let mark =
        result.skipped != nil
        ? Terminal.coloured("skipped", .yellow)
        : result.isFine
          ? Terminal.coloured("fine   ", .green) : Terminal.coloured("BROKEN ", .red)
      let note = (result.skipped ?? result.note).map { " (\(Terminal.safe($0)))" } ?? ""
      Terminal.line("\(mark)  \(result.title)\(note)")
      for problem in result.problems {
        Terminal.line("         - \(Terminal.safe(problem, limit: 600))")
      }
    }

    private static func summarise(_ results: [CheckResult], _ broken: Int) {
      Terminal.line(
        broken == 0
          ? "All \(results.count) promises are kept."
          : "\(broken) of \(results.count) promises are broken; docs/protocol.md has the contract.")
    }
  }
}

extension CheckResult {
  fileprivate var json: JSONValue {
    [
      "promise": .string(title), "isKept": .bool(isFine), "skipped": .optional(skipped),
      "note": .optional(note), "problems": .array(problems.map { .string($0) }),
    ]
  }
}
