/// What a plugin may know of its surroundings when it is built.
public struct PluginEnvironment: Sendable {
  /// The id under which the operator configured this instance.
  public var id: String
  public var brand: Brand
  public var time: any Time
  /// Loads the sentence encoder when it is first called, which takes a moment and a lot of memory;
  /// nil where the operator has none.
  public var encoder: @Sendable () -> (any SentenceEncoder)?

  public init(
    id: String, brand: Brand, time: any Time,
    encoder: @escaping @Sendable () -> (any SentenceEncoder)? = { nil }
  ) {
    self.id = id
    self.brand = brand
    self.time = time
    self.encoder = encoder
  }
}

/// A plugin that cannot be built from its settings, in words for the operator.
public struct PluginFailure: Error, Sendable, CustomStringConvertible {
  public var description: String
  /// The setting at fault, where it is one.
  public var field: String?

  public init(_ description: String, field: String? = nil) {
    self.description = description
    self.field = field
  }
}
