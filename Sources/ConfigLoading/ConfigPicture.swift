import Crypto
public import PluginKit

/// Every value that a config and its JSON documents set, defaults included, found by the
/// declarations: what two configs are compared by.
public struct ConfigPicture: Sendable {
  private let found: [String: ConfigValues.Entry]
  private let secrets: [String: Secret]

  /// - Parameters:
  ///   - fields: of the whole config.
  ///   - root: a config that was read without any error.
  ///   - external: what plugins declare that are not among `fields`, by the names in the config.
  public init(
    _ fields: [FieldDescription], in root: LocatedSettings, _ source: FileSettingsSource,
    external: [PluginDescription] = []
  ) {
    var reader = PictureReader(source: source, external: external)
    reader.walk(fields, root, at: "")
    found = reader.found
    secrets = reader.secrets
  }

  /// - Parameter salt: secrets are shown as hashes with it, so that two pictures with the same salt
  ///   tell whether a secret changed, and nothing else.
  public func values(salt: String) -> ConfigValues {
    var entries = found
    for (path, secret) in secrets {
      var hash = SHA256()
      hash.update(data: Array(salt.utf8))
      hash.update(data: Array(secret.reveal().utf8))
      entries[path] = .secret(hash.finalize().hex)
    }
    return ConfigValues(entries: entries)
  }
}
