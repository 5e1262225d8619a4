public import PluginKit
public import TextAnalysis

/// A trained model whose heads and classes are those that its stage names.
public struct LabelModel: Sendable {
  private let model: LinearModel

  /// - Parameters:
  ///   - heads: name and classes of each, in order; a model with others is refused.
  ///   - embedded: the build's own model, used when no directory has another.
  public init(
    named name: String, heads: [(name: String, classes: [String])],
    embedded: UnsafeRawBufferPointer
  ) throws {
    model = try ModelLibrary().model(named: name, embedded: embedded)
    let found = model.heads.map { "\($0.name): \($0.classes.joined(separator: ", "))" }
    let expected = heads.map { "\($0.name): \($0.classes.joined(separator: ", "))" }
    guard found == expected, model.bits <= MessageText.featureBits else {
      throw PluginFailure(
        "the model \"\(name)\" has the classes \(found.joined(separator: "; ")), expected "
          + expected.joined(separator: "; "))
    }
  }

  /// What each head says about a text: one probability a class, in order.
  public func probabilities(for text: MessageText) -> [[Double]] {
    let scores = model.scores(for: text.features)
    return model.heads.indices.map { model.probabilities(of: $0, from: scores) }
  }

  /// All classes' scores, before any probability.
  public func scores(for text: MessageText) -> [Float] { model.scores(for: text.features) }

  /// The customer's own words that moved the text most towards one class of the first head, the
  /// strongest first.
  public func evidence(
    for index: Int, in text: MessageText, of message: Message, limit: Int = 3
  ) -> [String] {
    let spans = spans(for: index, in: text, limit: limit)
    return text.normalized.quotes(spans, from: message.text)
  }

  /// The tokens of `evidence`.
  public func spans(for index: Int, in text: MessageText, limit: Int = 3) -> [Range<Int>] {
    model.evidence(for: index, in: text.normalized, text.features, limit: limit).map(\.tokens)
  }
}
