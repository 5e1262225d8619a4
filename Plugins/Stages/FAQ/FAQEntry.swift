package import Foundation
package import PluginKit
import StageKit
import TextAnalysis

/// One FAQ document.
package struct FAQFile: Settings {
  package let entries: [FAQEntry]

  package init(_ f: inout Fields) {
    let entries = f.objects(
      "entries", as: FAQEntry.self, default: nil, help: "questions and answers")
    self.entries = entries
    let twice = FAQEntry.repeated(entries)
    f.require(
      "entries", "each entry needs an id of its own; there twice: \(twice.quoted)"
    ) { twice.isEmpty }
  }
}

/// One answer and the ways to ask for it.
package struct FAQEntry: Settings {
  static let questionLimit = 1000

  /// Where an answer may be given.
  package enum Audience: String, CaseIterable, Sendable {
    case everyone
    /// In direct messages only.
    case direct
    /// Never in direct messages.
    case open
  }

  package let id: String
  package let questions: [String]
  package let answer: String
  package let language: String?
  package let validFrom: Date?
  package let validUntil: Date?
  package let tags: [String]
  package let audience: Audience
  package let source: String?
  package let neverWhen: [String]

  package init(_ f: inout Fields) {
    id = f.string("id", form: Self.name, help: "names the entry in reports")
    questions = f.strings(
      "questions", count: 1...Self.questionLimit,
      help: "how customers ask; five to ten wordings are good")
    answer = f.string(
      "answer", form: .replyTemplate,
      help: "the reply, in Mustache: \(ReplyTemplate.variables.joined(separator: ", "))")
    language = f.optionalString("language", help: "BCP 47 code of questions and answer")
    let from = f.optionalParsed(
      "validFrom", help: "not answered before, e.g. \"2026-12-01\" or \"2026-12-01T08:00:00+01:00\""
    ) { text throws(TextProblem) in try Self.time(text, ofDay: 0) }
    let until = f.optionalParsed(
      "validUntil", help: "not answered from then on; of a day, from its end (UTC)"
    ) { text throws(TextProblem) in try Self.time(text, ofDay: 1) }
    validFrom = from
    validUntil = until
    f.require("validUntil", "must be later than \"validFrom\"") {
      from.flatMap { from in until.map { from < $0 } } ?? true
    }
    tags = f.strings("tags", default: [], count: 0...20, help: "for the setting \"onlyTags\"")
    audience = f.choice(
      "audience", default: .everyone,
      help: "where it may be said: anywhere, in direct messages only, or in open ones only")
    source = f.optionalString(
      "source", form: .notBlank, help: "cited at the end of the reply, e.g. the address of a page")
    let neverWhen = f.strings(
      "neverWhen", default: [], count: 0...200,
      help: "words and phrases; a message with one of them is not answered by this entry")
    self.neverWhen = neverWhen
    let problem = neverWhen.lazy.compactMap { PhraseMatcher.problem(with: $0) }.first
    f.require("neverWhen", problem.map { "\($0)" } ?? "") { problem == nil }
  }

  private static let name = TextForm(
    "an id of 1 to 100 bytes", pattern: "^[\\s\\S]{1,100}$"
  ) { id in !id.isEmpty && id.utf8.count <= 100 }

  /// - Parameter ofDay: how many days later a day without a time is meant.
  private static func time(_ text: String, ofDay days: Double) throws(TextProblem) -> Date {
    do {
      return try Date(text, strategy: .iso8601)
    } catch {
      do {
        return try Date(text, strategy: .iso8601.year().month().day()) + days * 86_400
      } catch {
        throw TextProblem("expected a day such as \"2026-12-01\" or a time with its zone")
      }
    }
  }

  static func repeated(_ entries: [FAQEntry]) -> [String] {
    Dictionary(entries.map { ($0.id, 1) }, uniquingKeysWith: +).filter { $0.value > 1 }.keys
      .sorted()
  }
}
