public import PluginKit
import TextAnalysis

/// What a message means, computed once for all stages that ask for it.
public struct MessageMeaning: Sendable {
  public let vector: SentenceVector

  /// Of the message under evaluation; not of its handles and addresses.
  public static func of(
    _ message: Message, by encoder: any SentenceEncoder, _ derived: DerivedValues
  ) async throws -> SentenceVector {
    try await derived.value(MessageMeaning.self) {
      let text = derived.value(MessageText.self, of: message)
      let sentences = text.normalized.sentences(in: message.text)
      return MessageMeaning(vector: try await encoder.vector(of: sentences))
    }.vector
  }
}
