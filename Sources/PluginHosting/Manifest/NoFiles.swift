import PluginKit

/// Where nothing may be read from: for JSON that comes from a program.
struct NoFiles: SettingsSource {
  struct Failure: Error {}

  func resolve(_ path: String, from base: String) -> String { path }
  func display(_ path: String) -> String { path }
  func document(at path: String) throws -> [UInt8] { throw Failure() }
  func environment(_ name: String) -> String? { nil }
  func secretFile(at path: String) throws -> String { throw Failure() }
}
