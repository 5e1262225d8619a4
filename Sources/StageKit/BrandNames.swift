public import PluginKit
import TextAnalysis

/// Names of the brand and its products that sound like praise or trouble; a stage reads texts as if
/// they were not there.
public struct BrandNames: Sendable {
  private let matcher: PhraseMatcher?

  /// Declares the setting `names`.
  public init(_ f: inout Fields) {
    let names = f.strings(
      "names", default: [], count: 0...1000,
      help: "names that say nothing about what the customer feels, e.g. \"Killer Bees Honey\"")
    let problems = names.compactMap { name in PhraseMatcher.problem(with: name).map { "\($0)" } }
    f.require("names", problems.first ?? "each needs a letter") { problems.isEmpty }
    guard !names.isEmpty, problems.isEmpty else {
      matcher = nil
      return
    }
    do {
      matcher = try PhraseMatcher(names.map { PhraseMatcher.Phrase($0, label: 0) })
    } catch {
      matcher = nil
      f.require("names", "\(error)") { false }
    }
  }

  /// What the stage reads.
  public func text(of message: Message, _ context: StageContext) -> MessageText {
    let text = context.derived.value(MessageText.self, of: message)
    return matcher.map { text.without($0, in: message.text) } ?? text
  }
}
