public import Foundation
public import PluginKit

/// Reads a config file and all it refers to, or says everything that is wrong with it.
///
/// ```swift
/// let loader = ConfigurationLoader(environment: ProcessInfo.processInfo.environment)
/// let loaded = try loader.load(DaemonSettings.self, from: "config/replyd.json") {
///   settings, source, issues in Daemon(settings, source: source, issues: &issues)
/// }
/// ```
public struct ConfigurationLoader: Sendable {
  private let environment: [String: String]
  private let currentFolder: String
  private let onRead: (@Sendable (String) -> Void)?

  /// - Parameters:
  ///   - environment: where `{"env": "NAME"}` looks.
  ///   - currentFolder: absolute; a relative config path starts here, and errors show paths below
  ///     it relative to it.
  ///   - onRead: called with the absolute path of each file just before it is read, also of a
  ///     secret and of one that is not there: what to watch for changes.
  public init(
    environment: [String: String],
    currentFolder: String = FileManager.default.currentDirectoryPath,
    onRead: (@Sendable (String) -> Void)? = nil
  ) {
    self.onRead = onRead
    self.environment = environment
    self.currentFolder = currentFolder
  }

  /// The settings alone. Throws all errors at once.
  public func load<Declared: Settings>(_ type: Declared.Type, from path: String)
    throws(SettingsIssues) -> LoadedConfiguration<Declared>
  {
    try load(type, from: path) { settings, _, _ in settings }
  }

  /// The settings and what `build` makes of them, with the issues of both thrown at once.
  ///
  /// `build` runs whenever the file is JSON, also when `issues` holds some already: then settings
  /// that have an issue are placeholders. It fails by appending an issue and returning nil.
  public func load<Declared: Settings, Product>(
    _ type: Declared.Type, from path: String,
    build: (Declared, FileSettingsSource, inout [SettingsIssue]) -> Product?
  ) throws(SettingsIssues) -> LoadedConfiguration<Product> {
    let source = FileSettingsSource(
      environment: environment, currentFolder: currentFolder, onRead: onRead)
    let file = source.resolve(path, from: "")
    let root = try Self.read(file, source)
    var issues: [SettingsIssue] = []
    let settings = Declared.decode(root, file: file, source: source, issues: &issues)
    let product = build(settings, source, &issues)
    guard issues.isEmpty, let product else {
      if issues.isEmpty {
        issues = [Self.issue("nothing can be built from this config", file, source)]
      }
      throw Self.sorted(issues, main: source.display(file))
    }
    return LoadedConfiguration(value: product, hash: source.hash, documents: source.documents)
  }

  /// The config first, then its documents by name; each in file order, each issue once.
  private static func sorted(_ issues: [SettingsIssue], main: String) -> SettingsIssues {
    var seen: Set<SettingsIssue> = []
    let unique = issues.filter { seen.insert($0).inserted }
    return SettingsIssues(
      unique.sorted { a, b in
        (a.file == main ? 0 : 1, a.file, a.position.line, a.position.column)
          < (b.file == main ? 0 : 1, b.file, b.position.line, b.position.column)
      })
  }

  private static func read(_ file: String, _ source: FileSettingsSource) throws(SettingsIssues)
    -> JSONNode
  {
    let bytes: [UInt8]
    do {
      bytes = try source.document(at: file)
    } catch FileFailure.missing {
      let message = "there is no such config file; create it, or name yours with --config"
      throw SettingsIssues([issue(message, file, source)])
    } catch {
      throw SettingsIssues([issue("cannot read the config: \(error)", file, source)])
    }
    do {
      return try JSONReader.read(bytes)
    } catch {
      throw SettingsIssues([issue(error.message, file, source, at: error.position)])
    }
  }

  private static func issue(
    _ message: String, _ file: String, _ source: FileSettingsSource,
    at position: JSONNode.Position = .init(line: 1, column: 1)
  ) -> SettingsIssue {
    SettingsIssue(file: source.display(file), position: position, path: "", message: message)
  }
}
