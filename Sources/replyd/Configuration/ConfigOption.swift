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
    do {
      let loaded = try loader.assembly(from: config, forDaemon: forDaemon)
      return (loaded.value, loaded.hash)
    } catch {
      Terminal.error(error.report)
      throw ExitCode(1)
    }
  }
}

extension ConfigurationLoader {
  func assembly(from path: String, forDaemon: Bool) throws(SettingsIssues)
    -> LoadedConfiguration<Assembly>
  {
    try load(DaemonConfiguration.self, from: path) { configuration, source, issues in
      Assembly(
        configuration, file: source.resolve(path, from: ""), source: source, forDaemon: forDaemon,
        issues: &issues)
    }
  }
}

extension SettingsIssues {
  /// What a command prints of them.
  var report: String {
    "\(description)\n\(all.count) error\(all.count == 1 ? "" : "s") in the config; "
      + "nothing was started"
  }
}
