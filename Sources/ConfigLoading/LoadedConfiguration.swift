/// A config that was read without any error, and what it was read from.
public struct LoadedConfiguration<Value> {
  public var value: Value
  /// SHA-256, in hex, over the config and every document read, in path order; no secret is in it.
  public var hash: String
  /// The absolute paths of those files, sorted.
  public var documents: [String]
}

extension LoadedConfiguration: Sendable where Value: Sendable {}
