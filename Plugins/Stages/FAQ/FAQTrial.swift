package import PluginKit
import Matching
import StageKit

/// What the stage makes of one message, and why; for `replyd faq try`.
package struct FAQTrial: Sendable {
  package enum Outcome: String, Sendable {
    /// The answer goes out, as far as the modes allow.
    case answered
    /// A person is shown a draft.
    case suggested
    /// Two entries fit: it asks which, or a person does.
    case torn
    case silent
  }

  package struct Candidate: Sendable {
    package var entry: String
    /// The entry's first question.
    package var question: String
    package var score: Double
  }

  package var outcome: Outcome
  /// One sentence.
  package var reason: String
  /// Best first.
  package var candidates: [Candidate]
  package var confidence: Double
  /// The least confidence that is answered, and that is suggested.
  package var answeredFrom: Double
  package var suggestedFrom: Double?
  /// The question of the first candidate that is most like the message.
  package var matched: String?
  /// Before the guide has seen it.
  package var draft: Reply.Draft?
  /// The entries that may not be said now or here.
  package var leftOut: [String]
}

extension FAQStage {
  package func trial(of message: Message, in context: StageContext) async throws -> FAQTrial {
    let text = context.derived.value(MessageText.self, of: message)
    let answer = try await answer(to: message, text.normalized, context)
    let obstacle = obstacle(text, context.findings)
    let proposal = obstacle == nil ? proposal(answer, message, text, context) : nil
    var trial = FAQTrial(
      outcome: .silent, reason: "",
      candidates: answer.candidates.map {
        .init(
          entry: entries[$0.entry].id, question: entries[$0.entry].question, score: $0.score)
      },
      confidence: answer.confidence,
      answeredFrom: index.leastConfidence(of: answer, at: settings.answerAbove),
      suggestedFrom: settings.suggestAbove.map { index.leastConfidence(of: answer, at: $0) },
      matched: answer.question,
      leftOut: entries.filter { !$0.mayAnswer(message, at: context.now) }.map(\.id))
    let isTorn = index.isTornBetweenTwo(answer, at: settings.answerAbove)
    switch proposal {
    case .answer(let draft):
      trial.draft = draft
      trial.outcome = isTorn ? .torn : draft.isSuggestion ? .suggested : .answered
      trial.reason =
        isTorn
        ? "two entries fit, so it asks which is meant"
        : draft.isSuggestion
          ? "it is sure enough to suggest, not to answer" : "it is sure enough to answer"
    case .handoff(let request):
      (trial.outcome, trial.reason) = (.torn, request.reason)
    default:
      trial.reason = obstacle ?? silence(answer, message, text, context)
    }
    return trial
  }

  /// What each chosen entry says to this message, in their order; nil: nothing.
  package func drafts(
    for message: Message, _ brand: Brand
  ) -> [(entry: FAQEntry, draft: Reply.Draft?)] {
    zip(settings.chosen, entries).map {
      (entry: $0, draft: $1.draft(for: message, brand, isSuggestion: false))
    }
  }

  /// Why nothing is answered whatever the entries are; as `mayAnswer`, in words.
  private func obstacle(_ text: MessageText, _ findings: Findings) -> String? {
    if mayAnswer(text, findings) { return nil }
    switch text.form {
    case .bare: return "the message has no words of its own"
    case .repost: return "the message passes on somebody else's words"
    case .words: break
    }
    if findings.number("severity", of: "crisis") ?? 0 >= Self.crisisLimit {
      return "\"crisis\" found something that no FAQ answers"
    }
    return "\"intent\" found a complaint that is for people"
  }

  private func silence(
    _ answer: FAQIndex.Answer, _ message: Message, _ text: MessageText, _ context: StageContext
  ) -> String {
    guard let top = answer.candidates.first else { return "no entry may be said here and now" }
    let entry = entries[top.entry]
    let isSure = index.isSure(answer, at: settings.suggestAbove ?? settings.answerAbove)
    if !isSure && !index.isTornBetweenTwo(answer, at: settings.answerAbove) {
      return "no entry is sure enough"
    }
    if !speaks(entry, to: message, context) {
      let wanted = message.answerLanguage(context.findings) ?? "another language"
      return "the message is in \(wanted), the entry in \(entry.language ?? "none")"
    }
    if entry.isForbidden(by: text.normalized) {
      return "the message has words that \"neverWhen\" of \"\(entry.id)\" names"
    }
    return "\"\(entry.id)\" has nothing to say to this message"
  }
}
