public import PluginKit

/// What would become of a person's words, while they still write them.
public struct TextPreview: Sendable, Hashable {
  /// The words as they would go out; where the guide refuses them, as they are.
  public var text: String
  /// Why the guide refuses them; nil where it does not.
  public var refusal: String?
  /// Of `text`, as the platform counts.
  public var length: Int
  /// The platform's, in the same count.
  public var limit: Int

  public init(text: String, refusal: String?, length: Int, limit: Int) {
    self.text = text
    self.refusal = refusal
    self.length = length
    self.limit = limit
  }

  public var json: JSONValue {
    .object([
      .init("passes", .bool(refusal == nil)), .init("refusal", .optional(refusal)),
      .init("text", .string(text)), .init("length", .int(length)), .init("limit", .int(limit)),
    ])
  }
}
