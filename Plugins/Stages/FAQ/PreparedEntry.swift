import Foundation
import PluginKit
import StageKit
import TextAnalysis

/// An entry made ready: its template compiled, its conditions to be asked.
struct PreparedEntry: Sendable {
  let id: String
  let language: String?
  let question: String
  private let template: ReplyTemplate
  private let source: String?
  private let audience: FAQEntry.Audience
  private let validFrom: Date?
  private let validUntil: Date?
  private let neverWhen: PhraseMatcher?

  init(_ entry: FAQEntry) throws {
    id = entry.id
    language = entry.language
    question = entry.questions.first ?? entry.id
    do {
      template = try ReplyTemplate(entry.answer)
      neverWhen =
        entry.neverWhen.isEmpty
        ? nil : try PhraseMatcher(entry.neverWhen.map { PhraseMatcher.Phrase($0, label: 0) })
    } catch {
      throw PluginFailure("the answer of \"\(entry.id)\": \(error)", field: "entries")
    }
    source = entry.source
    audience = entry.audience
    validFrom = entry.validFrom
    validUntil = entry.validUntil
  }

  /// Whether it is one of the answers that are there at all, now and where this was said.
  func mayAnswer(_ message: Message, at now: Date) -> Bool {
    let isHere =
      switch audience {
      case .everyone: true
      case .direct: message.visibility == .direct
      case .open: message.visibility != .direct
      }
    return isHere && validFrom.map { $0 <= now } ?? true && validUntil.map { now < $0 } ?? true
  }

  /// Whether the message has one of the words that forbid this answer.
  func isForbidden(by text: NormalizedText) -> Bool {
    neverWhen.map { !$0.matches(in: text).isEmpty } ?? false
  }

  func draft(for message: Message, _ brand: Brand, isSuggestion: Bool) -> Reply.Draft? {
    let text = template.render(for: message, brand: brand)
    guard !text.isEmpty else { return nil }
    return Reply.Draft(
      text: source.map { "\(text)\n\($0)" } ?? text, language: language, template: "faq:\(id)",
      isSuggestion: isSuggestion)
  }
}
