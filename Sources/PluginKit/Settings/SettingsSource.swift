/// Where settings come from outside their own JSON: secrets and documents. One per load.
public protocol SettingsSource {
  /// The absolute path that `path`, written in the file at `base`, means.
  func resolve(_ path: String, from base: String) -> String
  /// The short form of an absolute path that errors show.
  func display(_ path: String) -> String
  /// The bytes of a document, remembered for the config's hash.
  func document(at path: String) throws -> [UInt8]
  /// The value of an environment variable, nil when unset or empty.
  func environment(_ name: String) -> String?
  /// The contents of a secret file, trimmed; it must not be readable by others.
  func secretFile(at path: String) throws -> String
}
