import PluginKit
import StageKit

/// Finds the entry that a message asks for, and answers when it is sure enough.
struct FAQStage: Stage {
  /// From this on a complaint is for a human and not for a FAQ.
  private static let complaintLimit = 0.5
  /// From this on nothing is answered by a FAQ.
  private static let crisisLimit = 0.5

  private struct Answer: Sendable {
    let template: ReplyTemplate
    let language: String?
  }

  private let index: FAQIndex
  private let answers: [String: Answer]
  private let answerAbove: Double

  init(_ settings: FAQSettings) throws {
    var problems: [String] = []
    var answers: [String: Answer] = [:]
    let entries = settings.entries.flatMap(\.entries)
    for entry in entries {
      if answers[entry.id] != nil { problems.append("the entry \"\(entry.id)\" is there twice") }
      do {
        let template = try ReplyTemplate(entry.answer)
        answers[entry.id] = Answer(template: template, language: entry.language)
      } catch {
        problems.append("the answer of \"\(entry.id)\": \(error)")
      }
    }
    guard problems.isEmpty else {
      throw PluginFailure(problems.joined(separator: "; "), field: "entries")
    }
    self.answers = answers
    answerAbove = settings.answerAbove
    index = try FAQIndex(
      entries.flatMap { entry in entry.questions.map { (entry: entry.id, text: $0) } })
  }

  func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    let text = context.derived.value(MessageText.self, of: message)
    let candidates = index.candidates(for: text.normalized)
    let confidence = index.evidence(candidates, for: text.normalized).confidence
    let isSure = confidence >= answerAbove && confidence > 0
    let answer: Reply.Draft? =
      if let top = candidates.first, isSure, mayAnswer(text, context.findings) {
        draft(top.entry, for: message, in: context)
      } else {
        nil
      }
    return Opinion(
      findings: [Self.finding(answer != nil, confidence, candidates)],
      proposals: answer.map { [.answer($0)] } ?? [])
  }
}

extension FAQStage {
  /// A complaint or a crisis is never answered by a FAQ, however like a question it is.
  private func mayAnswer(_ text: MessageText, _ findings: Findings) -> Bool {
    let complains =
      findings.label(of: "intent") == "complaint"
      && findings.number("complaintSeverity", of: "intent") ?? 0 >= Self.complaintLimit
    let isCrisis = findings.number("severity", of: "crisis") ?? 0 >= Self.crisisLimit
    return text.form == .words && !complains && !isCrisis
  }

  private func draft(
    _ entry: String, for message: Message, in context: StageContext
  ) -> Reply.Draft? {
    guard let answer = answers[entry] else { return nil }
    if let wanted = message.answerLanguage(context.findings), let written = answer.language,
      primaryLanguage(wanted) != primaryLanguage(written)
    {
      return nil
    }
    let text = answer.template.render(for: message, brand: context.brand)
    return text.isEmpty
      ? nil : Reply.Draft(text: text, language: answer.language, template: "faq:\(entry)")
  }

  private static func finding(
    _ answered: Bool, _ confidence: Double, _ candidates: [FAQCandidate]
  ) -> Finding {
    let list = candidates.map { candidate -> JSONValue in
      ["entry": .string(candidate.entry), "score": .rounded(candidate.score)]
    }
    return Finding(
      name: "faq",
      value: [
        "answered": .bool(answered), "confidence": .rounded(confidence),
        "candidates": .array(list),
      ], confidence: confidence)
  }
}
