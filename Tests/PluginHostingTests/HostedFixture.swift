import Foundation
import Logging
import PluginHosting
import PluginKit
import PluginTesting
import Synchronization
import TestSupport

/// A plugin in a temporary folder, started as a config would.
struct HostedFixture {
  static let secret = "s3cr3t-t0ken"

  let folder: TemporaryFolder
  let launch: PluginLaunch
  let log: KeptLog

  /// - Parameters:
  ///   - manifest: members of plugin.json beside `protocol`, `name`, `version` and `summary`.
  ///   - files: by name; those that end with `.py` are made executable.
  init(
    _ manifest: JSONValue, files: [String: String] = [:], run: JSONValue = [:],
    settings: JSONValue = [:]
  ) throws {
    folder = try TemporaryFolder()
    log = KeptLog()
    let base: JSONValue = [
      "protocol": 1, "name": "hostile", "version": "1", "summary": "For tests.",
      "settings": [],
    ]
    guard case .object(let first) = base, case .object(let more) = manifest else {
      throw PluginFailure("a manifest is an object")
    }
    let kept = first.filter { member in !more.contains { $0.key == member.key } }
    try folder.write(JSONValue.object(kept + more).text(), to: "plugin.json")
    for (name, text) in files { try folder.write(text, to: name, mode: 0o755) }
    let source = SecretSettings(files: FolderSettings(folder.url))
    var issues: [SettingsIssue] = []
    guard let plugin = ExternalPlugin(folder: folder.path, source: source, issues: &issues) else {
      throw SettingsIssues(issues)
    }
    guard case .object(let given) = run else { throw PluginFailure("run is an object") }
    let environment = JSONValue.Member(
      "environment",
      given.first { $0.key == "environment" }?.value
        ?? .object([.init(MarkedProcesses.variable, .string(folder.path))]))
    let all = JSONValue.object(given.filter { $0.key != "environment" } + [environment])
    let options = RunSettings.decode(
      try JSONReader.read(all.text().utf8), file: "run.json", source: source, issues: &issues)
    let located = LocatedSettings(
      node: try JSONReader.read(settings.text().utf8), path: "settings", file: "settings.json")
    var logger = Logger(label: "plugin.hostile") { [log] _ in KeptLog.Handler(log: log) }
    logger.logLevel = .debug
    let launch = plugin.launch(
      located, options, .make(id: "hostile", time: SystemTime()), source: source, logger: logger,
      issues: &issues)
    guard let launch, issues.isEmpty else { throw SettingsIssues(issues) }
    self.launch = launch
  }

  /// The program of Tests/Servers/HostilePlugin in one of its modes.
  static func hostile(_ mode: String, run: JSONValue = ["deadline": "500ms"]) throws
    -> HostedFixture
  {
    let program = TestPaths.repository.appending(path: "Tests/Servers/HostilePlugin/hostile.py")
    return try HostedFixture(
      ["kind": "stage", "command": ["/usr/bin/python3", .string(program.path), .string(mode)]],
      run: run)
  }

  /// Processes that this plugin left behind.
  func left() throws -> [String] { try MarkedProcesses.alive(in: folder.path) }
}

/// A folder's files, and one secret under any name.
private struct SecretSettings: SettingsSource {
  let files: FolderSettings

  func resolve(_ path: String, from base: String) -> String { files.resolve(path, from: base) }
  func display(_ path: String) -> String { files.display(path) }
  func document(at path: String) throws -> [UInt8] { try files.document(at: path) }
  func environment(_ name: String) -> String? { HostedFixture.secret }
  func secretFile(at path: String) throws -> String { HostedFixture.secret }
}

/// Keeps what a logger writes.
final class KeptLog: Sendable {
  private let kept = Mutex<[String]>([])

  var lines: [String] { kept.withLock { $0 } }

  struct Handler: LogHandler {
    let log: KeptLog
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.debug

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { log.kept.withLock { $0.append("\(event.message)") } }
  }
}
