import ArgumentParser
import ConfigLoading
import Foundation
import PluginKit

/// `--config`, shared by all commands that read one.
struct ConfigOption: ParsableArguments {
  @Option(name: .long, help: "The config file.")
  var config = "config/replyd.json"

  /// Reads and builds everything, or prints all that is wrong and ends with status 1.
  func load(forDaemon: Bool) throws -> (assembly: Assembly, hash: String) {
    let loader = ConfigurationLoader(environment: ProcessInfo.processInfo.environment)
    let path = absolutePath
    do {
      let loaded = try loader.load(DaemonConfiguration.self, from: config) {
        configuration, source, issues in
        Assembly(
          configuration, file: path, source: source, forDaemon: forDaemon, issues: &issues)
      }
      return (loaded.value, loaded.hash)
    } catch {
      for issue in error.all { Terminal.error(issue.description) }
      let count = error.all.count
      Terminal.error("\(count) error\(count == 1 ? "" : "s") in the config; nothing was started")
      throw ExitCode(1)
    }
  }

  private var absolutePath: String {
    URL(fileURLWithPath: config).standardizedFileURL.path
  }
}
