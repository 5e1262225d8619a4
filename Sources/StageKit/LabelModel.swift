public import PluginKit
import TextAnalysis

/// A trained model whose classes come out in the order that its stage names.
public struct LabelModel: Sendable {
  private let model: LinearModel
  /// For each label, where the model has it.
  private let order: [Int]

  /// - Parameter embedded: the build's own model, used when no directory has another.
  public init(
    named name: String, labels: [String], embedded: UnsafeRawBufferPointer
  ) throws {
    let model = try ModelLibrary().linearModel(named: name, embedded: embedded)
    self.model = model
    order = labels.compactMap { model.classes.firstIndex(of: $0) }
    guard order.count == labels.count, model.classes.count == labels.count else {
      throw PluginFailure(
        "the model \"\(name)\" has the classes \(model.classes.joined(separator: ", ")), expected "
          + labels.joined(separator: ", "))
    }
  }

  /// One probability a label, in the order of the labels.
  public func probabilities(_ message: Message, _ context: StageContext) -> [Double] {
    let text = context.derived.value(MessageText.self, of: message)
    let chances =
      if text.features.bits == model.bits {
        model.probabilities(for: text.features)
      } else {
        model.probabilities(for: text.normalized)
      }
    return order.map { chances[$0] }
  }
}
