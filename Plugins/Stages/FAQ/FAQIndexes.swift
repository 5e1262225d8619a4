package import Matching
import Models
package import PluginKit
import StageKit
import Synchronization
import TextAnalysis

/// The indexes that were built last. A reload makes every stage anew; an FAQ whose questions did
/// not change keeps its index.
package enum FAQIndexes {
  private struct Key: Hashable {
    var entries: [FAQIndex.Entry]
    var options: FAQIndex.Options
    var model: FAQModel
    var encoder: String?
  }

  private static let kept = 8
  private static let built = Mutex<[(key: Key, index: FAQIndex)]>([])

  /// The model in use: the shipped one, or the operator's own.
  package static func model() throws -> FAQModel {
    try ModelLibrary().model(
      named: "faq",
      embedded: UnsafeRawBufferPointer(start: replyd_faq_model(), count: replyd_faq_model_size()))
  }

  package static func index(
    of entries: [FAQEntry], _ options: FAQIndex.Options, encoder: (any SentenceEncoder)?
  ) throws -> FAQIndex {
    let model = try model()
    let key = Key(
      entries: entries.map {
        FAQIndex.Entry(
          questions: $0.questions, answer: ReplyTemplate.words(of: $0.answer),
          language: $0.language)
      }, options: options, model: model, encoder: encoder?.identity)
    if let known = built.withLock({ $0.first { $0.key == key }?.index }) { return known }
    let index = try FAQIndex(key.entries, options, model: model, encoder: encoder)
    built.withLock { built in
      built.append((key, index))
      if built.count > kept { built.removeFirst() }
    }
    return index
  }
}
