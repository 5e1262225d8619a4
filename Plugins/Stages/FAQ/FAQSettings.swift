import Foundation
package import Matching
package import PluginKit
import StageKit

package struct FAQSettings: Settings {
  package let entries: [FAQFile]
  package let answerAbove: Double
  package let suggestAbove: Double?
  package let unanswerableShare: Double
  package let onlyTags: [String]
  package let synonyms: [SynonymGroup]
  package let outOfScope: OutOfScopeFile?
  package let askBack: String?

  package init(_ f: inout Fields) {
    entries = f.documents("entries", as: FAQFile.self, help: "paths of FAQ files")
    let answerAbove = f.number(
      "answerAbove", default: 0.6, in: 0...1,
      help: "how many of the answers are to be right: it answers only messages so sure that of all "
        + "it answers this share is right; 0.95 where a wrong answer in public hurts")
    let suggestAbove = f.optionalNumber(
      "suggestAbove", in: 0...1,
      help: "from here to \"answerAbove\" the answer is drafted for a person, who also sees the "
        + "next best; without: such messages get no answer")
    self.answerAbove = answerAbove
    self.suggestAbove = suggestAbove
    f.require("suggestAbove", "must be below \"answerAbove\"") {
      suggestAbove.map { $0 < answerAbove } ?? true
    }
    unanswerableShare = f.number(
      "unanswerableShare", default: 0.5, in: 0.01...0.99,
      help: "how many of all messages no entry answers; `replyd faq eval` finds it out")
    onlyTags = f.strings(
      "onlyTags", default: [], count: 0...100, help: "only entries with one of these tags answer")
    synonyms = f.objects(
      "synonyms", as: SynonymGroup.self, default: [],
      help: "words and phrases that mean the same to this brand")
    outOfScope = f.optionalDocument(
      "outOfScope", as: OutOfScopeFile.self,
      help: "path of a file with this brand's messages that no entry answers")
    askBack = f.optionalString(
      "askBack", form: .askBack,
      help: "asks when two entries fit, in Mustache: first, second (their first questions), "
        + "\(ReplyTemplate.variables.joined(separator: ", ")); without, people get the message")
  }

  /// The entries that may answer here.
  package var chosen: [FAQEntry] {
    entries.flatMap(\.entries).filter { entry in
      onlyTags.isEmpty || entry.tags.contains { onlyTags.contains($0) }
    }
  }

  /// As the index reads them.
  package var options: FAQIndex.Options {
    FAQIndex.Options(
      synonyms: synonyms.map(\.words), unanswerableShare: unanswerableShare,
      negatives: outOfScope?.messages ?? [])
  }
}

/// Words that mean the same.
package struct SynonymGroup: Settings {
  package let words: [String]

  package init(_ f: inout Fields) {
    words = f.strings(
      "words", count: 2...50, help: "each is read as the first, e.g. [\"refund\", \"money back\"]")
  }
}

/// A brand's own messages that no entry answers.
package struct OutOfScopeFile: Settings {
  package let messages: [String]

  package init(_ f: inout Fields) {
    messages = f.strings("messages", count: 1...5000, help: "what customers wrote, one text each")
  }
}

extension TextForm {
  fileprivate static let askBack = TextForm { text in
    do {
      _ = try ReplyTemplate(text, also: FAQStage.askBackVariables)
      return nil
    } catch {
      return "\(error)"
    }
  }
}
