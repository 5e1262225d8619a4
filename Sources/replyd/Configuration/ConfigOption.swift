import ArgumentParser
import ConfigLoading
import Foundation
import PluginKit

/// `--config`, shared by all commands that read one.
struct ConfigOption: ParsableArguments {
  @Option(name: .long, help: "The config file.")
  var config = "config/replyd.json"

  /// Reads and builds everything, or prints all that is wrong and ends with status 1.
  ///
  /// - Parameter watch: notes which files it comes from.
  func load(forDaemon: Bool, watch: ConfigWatch? = nil) throws
    -> (assembly: Assembly, hash: String)
  {
    let loader = ConfigurationLoader(watch: watch)
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
  /// With this process's environment.
  init(watch: ConfigWatch? = nil) {
    var onRead: (@Sendable (String) -> Void)?
    if let watch { onRead = { watch.note($0) } }
    self.init(environment: ProcessInfo.processInfo.environment, onRead: onRead)
  }

  /// - Parameter onRead: gets the settings also when something is wrong with them; what is wrong
  ///   is a placeholder then.
  func assembly(
    from path: String, forDaemon: Bool, onRead: (DaemonConfiguration) -> Void = { _ in }
  ) throws(SettingsIssues) -> LoadedConfiguration<Assembly> {
    try load(DaemonConfiguration.self, from: path) {
      (configuration, source, issues: inout [SettingsIssue]) -> Assembly? in
      onRead(configuration)
      var assembly = Assembly(
        configuration, file: source.resolve(path, from: ""), source: source, forDaemon: forDaemon,
        issues: &issues)
      if issues.isEmpty, let document = configuration.document {
        let external = assembly?.external ?? []
        assembly?.picture = ConfigPicture(
          DaemonConfiguration.describe(), in: document, source, external: external)
      }
      return assembly
    }
  }
}

extension SettingsIssues {
  /// What a command prints of them.
  var report: String { "\(description)\n\(count) in the config; nothing was started" }

  /// `2 errors`.
  var count: String { "\(all.count) error\(all.count == 1 ? "" : "s")" }
}
