import Foundation
package import Matching
package import PluginKit
import StageKit
import TextAnalysis

/// Finds the entry that a message asks for, and answers when it is sure enough.
package struct FAQStage: Stage {
  static let askBackVariables = ["first", "second"]
  private static let askBackTemplate = "faq:askBack"
  /// From this on a complaint is for a human and not for a FAQ.
  static let complaintLimit = 0.5
  /// From this on nothing is answered by a FAQ.
  static let crisisLimit = 0.5
  /// A message of so few words may go on with what its author said before.
  private static let followUpWords = 5
  /// So many entries are shown to the person who decides.
  private static let suggested = 3

  package let settings: FAQSettings
  package let index: FAQIndex
  /// nil: it compares words alone.
  package let encoder: (any SentenceEncoder)?
  let entries: [PreparedEntry]
  private let answerAbove: Double
  private let suggestAbove: Double?
  private let askBack: ReplyTemplate?

  init(_ settings: FAQSettings, _ encoder: (any SentenceEncoder)?) throws {
    self.settings = settings
    self.encoder = encoder
    let chosen = settings.chosen
    let problems = FAQEntry.repeated(chosen).map { "the entry \"\($0)\" is there twice" }
    guard problems.isEmpty else {
      throw PluginFailure(problems.prefix(10).joined(separator: "; "), field: "entries")
    }
    entries = try chosen.map(PreparedEntry.init)
    answerAbove = settings.answerAbove
    suggestAbove = settings.suggestAbove
    askBack = try settings.askBack.map {
      try ReplyTemplate($0, also: Self.askBackVariables)
    }
    index = try FAQIndexes.index(of: chosen, settings.options, encoder: encoder)
  }

  package func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    let text = context.derived.value(MessageText.self, of: message)
    let answer = try await answer(to: message, text.normalized, context)
    let proposal =
      mayAnswer(text, context.findings) ? proposal(answer, message, text, context) : nil
    return Opinion(
      findings: [finding(answer, proposal, message, context)],
      proposals: proposal.map { [$0] } ?? [])
  }
}

extension FAQStage {
  /// What the message asks for; a short one, also together with what its author said before it.
  func answer(
    to message: Message, _ text: NormalizedText, _ context: StageContext
  ) async throws -> FAQIndex.Answer {
    let language = message.answerLanguage(context.findings)
    func asked(_ text: NormalizedText, _ meaning: SentenceVector?) -> FAQIndex.Answer {
      index.answer(to: text, meaning: meaning, language: language) {
        entries[$0].mayAnswer(message, at: context.now)
      }
    }
    let encoder = index.wantsMeaning(of: language) ? encoder : nil
    var meaning: SentenceVector?
    if let encoder { meaning = try await MessageMeaning.of(message, by: encoder, context.derived) }
    let alone = asked(text, meaning)
    guard text.words.count <= Self.followUpWords, !index.isSure(alone, at: answerAbove),
      let before = context.history.entries.last(where: { !$0.isOurs })
    else { return alone }
    let both = "\(before.text)\n\(message.text)"
    let read = NormalizedText(both)
    if let encoder { meaning = try await encoder.vector(of: read.sentences(in: both)) }
    let together = asked(read, meaning)
    return together.confidence > alone.confidence ? together : alone
  }

  /// A complaint or a crisis is never answered by a FAQ, however like a question it is.
  func mayAnswer(_ text: MessageText, _ findings: Findings) -> Bool {
    let complains =
      findings.label(of: "intent") == "complaint"
      && findings.number("complaintSeverity", of: "intent") ?? 0 >= Self.complaintLimit
    let isCrisis = findings.number("severity", of: "crisis") ?? 0 >= Self.crisisLimit
    return text.form == .words && !complains && !isCrisis
  }

  func proposal(
    _ answer: FAQIndex.Answer, _ message: Message, _ text: MessageText, _ context: StageContext
  ) -> Proposal? {
    guard let top = answer.candidates.first else { return nil }
    let entry = entries[top.entry]
    let isTorn = index.isTornBetweenTwo(answer, at: answerAbove)
    let isSure = index.isSure(answer, at: answerAbove)
    let isSuggested = suggestAbove.map { index.isSure(answer, at: $0) } ?? false
    guard isSure || isTorn || isSuggested, speaks(entry, to: message, context) else { return nil }
    if isTorn {
      let second = entries[answer.candidates[1].entry]
      guard ![entry, second].contains(where: { $0.isForbidden(by: text.normalized) }) else {
        return nil
      }
      return torn(between: entry, second, message, context)
    }
    if entry.isForbidden(by: text.normalized) || wasSaid(entry, context) { return nil }
    return entry.draft(for: message, context.brand, isSuggestion: !isSure).map { .answer($0) }
  }

  /// Asks which one is meant, if the operator wants that; else it is for a person to say.
  private func torn(
    between first: PreparedEntry, _ second: PreparedEntry, _ message: Message,
    _ context: StageContext
  ) -> Proposal {
    let template = Self.askBackTemplate
    if let askBack, !context.history.entries.contains(where: { $0.template == template }) {
      let names = ["first": first.question, "second": second.question]
      let text = askBack.render(for: message, brand: context.brand, names)
      if !text.isEmpty {
        return .answer(Reply.Draft(text: text, language: first.language, template: template))
      }
    }
    return .handoff(
      HandoffRequest(
        reason: "two entries fit: \"\(first.id)\" and \"\(second.id)\"", category: "faq"))
  }

  func speaks(
    _ entry: PreparedEntry, to message: Message, _ context: StageContext
  ) -> Bool {
    guard let wanted = message.answerLanguage(context.findings), let written = entry.language
    else { return true }
    return primaryLanguage(wanted) == primaryLanguage(written)
  }

  /// Who asks again was not helped by the answer, and gets a person.
  private func wasSaid(_ entry: PreparedEntry, _ context: StageContext) -> Bool {
    context.history.entries.contains { $0.isOurs && $0.template == "faq:\(entry.id)" }
  }

  private func finding(
    _ answer: FAQIndex.Answer, _ proposal: Proposal?, _ message: Message, _ context: StageContext
  ) -> Finding {
    let candidates = answer.candidates.map { candidate -> JSONValue in
      ["entry": .string(entries[candidate.entry].id), "score": .rounded(candidate.score)]
    }
    var isAnswered = false
    var members: [JSONValue.Member] = []
    if case .answer(let draft) = proposal {
      // To ask which is meant is no answer yet.
      isAnswered = !draft.isSuggestion && draft.template != Self.askBackTemplate
      if draft.isSuggestion {
        members.append(.init("suggestions", .array(suggestions(answer, message, context))))
      }
    }
    let value: [JSONValue.Member] =
      [
        .init("answered", .bool(isAnswered)), .init("confidence", .rounded(answer.confidence)),
        .init("candidates", .array(candidates)),
      ] + members
    return Finding(name: "faq", value: .object(value), confidence: answer.confidence)
  }

  /// What a person may say instead: the best entries with their texts.
  private func suggestions(
    _ answer: FAQIndex.Answer, _ message: Message, _ context: StageContext
  ) -> [JSONValue] {
    answer.candidates.prefix(Self.suggested).compactMap { candidate in
      let entry = entries[candidate.entry]
      return entry.draft(for: message, context.brand, isSuggestion: true).map { draft in
        ["entry": .string(entry.id), "text": .string(draft.text)]
      }
    }
  }
}
