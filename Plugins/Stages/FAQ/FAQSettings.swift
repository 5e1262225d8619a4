import PluginKit
import StageKit

struct FAQSettings: Settings {
  let entries: [FAQFile]
  let answerAbove: Double

  init(_ f: inout Fields) {
    entries = f.documents("entries", as: FAQFile.self, help: "paths of FAQ files")
    answerAbove = f.number(
      "answerAbove", default: 0.95, in: 0...1,
      help: "answers when the probability that the top entry answers the message is at least this")
  }
}

/// One FAQ document.
struct FAQFile: Settings {
  let entries: [FAQEntry]

  init(_ f: inout Fields) {
    entries = f.objects("entries", as: FAQEntry.self, default: nil, help: "questions and answers")
    let ids = entries.map(\.id)
    let twice = Dictionary(ids.map { ($0, 1) }, uniquingKeysWith: +).filter { $0.value > 1 }
    f.require(
      "entries", "each entry needs an id of its own; there twice: \(twice.keys.sorted().quoted)"
    ) { twice.isEmpty }
  }
}

/// One answer and the ways to ask for it.
struct FAQEntry: Settings {
  static let questionLimit = 1000

  let id: String
  let questions: [String]
  let answer: String
  let language: String?

  init(_ f: inout Fields) {
    id = f.string("id", form: Self.name, help: "names the entry in reports")
    questions = f.strings(
      "questions", count: 1...Self.questionLimit,
      help: "how customers ask; five to ten wordings are good")
    answer = f.string(
      "answer", form: .replyTemplate,
      help: "the reply, in Mustache: \(ReplyTemplate.variables.joined(separator: ", "))")
    language = f.optionalString("language", help: "BCP 47 code of the answer")
  }

  private static let name = TextForm(
    "an id of 1 to 100 bytes", pattern: "^[\\s\\S]{1,100}$"
  ) { id in !id.isEmpty && id.utf8.count <= 100 }
}
