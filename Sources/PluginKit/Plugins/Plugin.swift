/// A plugin as the catalog lists it: its name, its settings declaration and how to build it.
/// `Product` is `any Stage`, `any Connector` or `any Notifier`.
public struct Plugin<Product>: Sendable {
  /// What the config's `plugin` key names.
  public let name: String
  /// One sentence for lists.
  public let summary: String
  /// The declared settings.
  public let fields: @Sendable () -> [FieldDescription]
  private let build: Build

  private typealias Build =
    @Sendable (LocatedSettings, PluginEnvironment, any SettingsSource, inout [SettingsIssue]) ->
    Product?

  /// - Parameter make: runs only when the settings have no error, touches no network, and may
  ///   throw a `PluginFailure`.
  public init<Declared: Settings>(
    _ name: String, _ summary: String, settings: Declared.Type,
    make: @escaping @Sendable (Declared, PluginEnvironment) throws -> Product
  ) {
    self.name = name
    self.summary = summary
    fields = { Declared.describe() }
    build = { located, environment, source, issues in
      var found: [SettingsIssue] = []
      let settings = Declared.decode(
        located.node, path: located.path, file: located.file, source: source, issues: &found)
      defer { issues.append(contentsOf: found) }
      guard found.isEmpty else { return nil }
      do {
        return try make(settings, environment)
      } catch {
        let place = (error as? PluginFailure)?.field.flatMap { located[$0] } ?? located
        found.append(
          SettingsIssue(
            file: source.display(place.file), position: place.node.position, path: place.path,
            message: "\(error)"))
        return nil
      }
    }
  }

  /// Decodes and builds; nil with at least one issue appended when it cannot.
  public func make(
    _ settings: LocatedSettings, environment: PluginEnvironment, source: any SettingsSource,
    issues: inout [SettingsIssue]
  ) -> Product? {
    build(settings, environment, source, &issues)
  }
}

public typealias StagePlugin = Plugin<any Stage>
public typealias ConnectorPlugin = Plugin<any Connector>
public typealias NotifierPlugin = Plugin<any Notifier>
