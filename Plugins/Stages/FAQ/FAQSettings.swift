import PluginKit

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
    id = f.string("id", help: "names the entry in reports")
    questions = f.strings("questions", help: "how customers ask; five to ten wordings are good")
    answer = f.string("answer", help: "the reply, in Mustache")
    language = f.optionalString("language", help: "BCP 47 code of the answer")
    let (id, questions) = (self.id, self.questions)
    f.require("id", "an entry's id is not empty and at most 100 bytes long") {
      !id.isEmpty && id.utf8.count <= 100
    }
    f.require("questions", "1 to \(Self.questionLimit) questions") {
      (1...Self.questionLimit).contains(questions.count)
    }
  }
}
