import Foundation
import PluginKit

/// What people's corrections teach an FAQ: messages that no entry answers, and new wordings.
struct LearntNegatives {
  /// Texts that were not known yet, in the order of the corrections.
  private(set) var added: [String] = []
  /// By entry: how customers asked for it.
  private(set) var wordings: [(entry: String, text: String)] = []
  private var known: [String]

  /// - Parameter known: what the file holds already.
  init(known: [String]) { self.known = known }

  /// The file's content, as the setting `outOfScope` reads it.
  var file: JSONValue { ["messages": .array(known.map { .string($0) })] }

  /// Takes one line of `replyd corrections`: a draft was discarded, an answer taken back, or a
  /// person said which entry it was (`faq=none`, `faq=late-order`).
  mutating func learn(_ correction: JSONValue) {
    guard let text = correction["text"]?.string, !text.allSatisfy(\.isWhitespace) else { return }
    switch correction["kind"]?.string {
    case "draftDiscarded", "answerWithdrawn": add(text)
    case "label":
      guard let now = correction["now"]?.string, now.hasPrefix("faq=") else { return }
      let entry = String(now.dropFirst("faq=".count))
      if entry == "none" { add(text) } else { wordings.append((entry, text)) }
    default: return
    }
  }

  private mutating func add(_ text: String) {
    guard !known.contains(text) else { return }
    known.append(text)
    added.append(text)
  }
}
