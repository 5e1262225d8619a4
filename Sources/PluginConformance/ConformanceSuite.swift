import Foundation
public import Logging
public import PluginHosting
import PluginKit
import PluginTesting

/// The suite that every plugin that is a program has to pass: the contract of its kind, the same as
/// for built-in ones, and what docs/protocol.md asks of its process. It runs a copy of the folder,
/// so that what the plugin writes beside itself is gone afterwards.
public struct ConformanceSuite: Sendable {
  /// A folder that is no plugin, or not yet.
  public struct Unusable: Error, Sendable {
    public let problems: [String]
  }

  /// Settings for this suite, where those of sample.json would not do.
  static let testSettings = "test.json"
  static let sample = "sample.json"

  let folder: TemporaryFolder
  let plugin: ExternalPlugin
  let launch: PluginLaunch

  /// - Parameters:
  ///   - path: the plugin's folder.
  ///   - logger: gets what the plugin says on standard error.
  public init(path: String, logger: Logger) throws {
    folder = try TemporaryFolder()
    do {
      try FileManager.default.removeItem(at: folder.url)
      try FileManager.default.copyItem(at: URL(filePath: path), to: folder.url)
    } catch {
      throw Unusable(problems: ["there is no folder \(path), or it cannot be read"])
    }
    let source = SuiteSettings(folder.path)
    var issues: [SettingsIssue] = []
    guard let plugin = ExternalPlugin(folder: folder.path, source: source, issues: &issues) else {
      throw Unusable(problems: issues.map(\.description))
    }
    self.plugin = plugin
    let file = [Self.testSettings, Self.sample].map(folder.path(of:))
      .first(where: FileManager.default.fileExists(atPath:))
    guard let file else {
      throw Unusable(problems: ["sample.json is missing: what an operator would write"])
    }
    do {
      let settings = LocatedSettings(
        node: try JSONReader.read(source.document(at: file)), path: "", file: file)
      let launch = plugin.launch(
        settings, .standard, .make(id: plugin.manifest.name, time: SystemTime()),
        source: source, logger: logger, issues: &issues)
      guard let launch else { throw Unusable(problems: issues.map(\.description)) }
      self.launch = launch
    } catch let failure as JSONReader.Failure {
      throw Unusable(problems: ["\(source.display(file)): \(failure.message)"])
    }
  }

  /// The plugin's own.
  public var name: String { plugin.manifest.name }

  /// Runs all checks in order; `show` gets each as soon as it is known.
  public func run(_ show: (CheckResult) -> Void) async -> [CheckResult] {
    var results: [CheckResult] = []
    func note(_ result: CheckResult) {
      results.append(result)
      show(result)
    }
    note(files())
    let start = await starts()
    note(start)
    // Without a process there is nothing more to see.
    guard start.isFine else { return results }
    switch plugin.manifest.kind {
    case .stage: for check in stageChecks { note(await check()) }
    case .notifier: for check in notifierChecks { note(await check()) }
    case .connector: for check in connectorChecks { note(await check()) }
    }
    note(await unknownMethod())
    note(await shutdown())
    note(await inputEnds())
    return results
  }

  /// Returns what `body` throws in words.
  func problems(
    _ body: (inout PluginProcess, inout [String]) async throws -> Void
  ) async -> [String] {
    var found: [String] = []
    do {
      try await PluginProcess.run(launch) { process in
        try await initialize(&process)
        try await body(&process, &found)
      }
    } catch {
      found.append("\(error)")
    }
    return found
  }

  @discardableResult
  func initialize(_ process: inout PluginProcess) async throws -> JSONNode {
    try await process.call(
      "initialize", launch.parameters.bytes, within: PluginProcess.startDeadline)
  }
}

/// The copied folder; a secret that is not set is any text.
private struct SuiteSettings: SettingsSource {
  private let files: FolderSettings
  private let folder: String

  init(_ folder: String) {
    files = FolderSettings(URL(filePath: folder))
    self.folder = folder
  }

  func resolve(_ path: String, from base: String) -> String { files.resolve(path, from: base) }
  func display(_ path: String) -> String { files.display(path) }
  func document(at path: String) throws -> [UInt8] { try files.document(at: path) }
  func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name] ?? "a secret for the suite"
  }
  func secretFile(at path: String) throws -> String { "a secret for the suite" }
}
