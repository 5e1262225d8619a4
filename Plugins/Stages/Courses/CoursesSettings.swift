import PluginKit
import StageKit

struct CoursesSettings: Settings {
  let file: CourseFile
  let defaultLanguage: String

  init(_ f: inout Fields) {
    file = f.document("file", as: CourseFile.self, help: "the JSON file with the courses")
    defaultLanguage = f.string(
      "defaultLanguage", default: "en",
      help: "BCP 47 code of the templates for messages whose language nobody knows")
  }
}

/// The courses document.
struct CourseFile: Settings {
  static let courseLimit = 200

  let courses: [CourseSettings]

  init(_ f: inout Fields) {
    courses = f.objects(
      "courses", as: CourseSettings.self, default: nil, count: 0...Self.courseLimit,
      help: "the courses of action; the first that matches counts")
    let ids = courses.map(\.id)
    let twice = Dictionary(ids.map { ($0, 1) }, uniquingKeysWith: +).filter { $0.value > 1 }
    f.require(
      "courses", "each course needs an id of its own; there twice: \(twice.keys.sorted().quoted)"
    ) { twice.isEmpty }
  }
}

/// One course as the operator writes it.
struct CourseSettings: Settings {
  enum Action: String, CaseIterable, Sendable {
    case acknowledge, answer, ignore, handoff, acknowledgeAndHandoff

    var speaks: Bool { self != .ignore && self != .handoff }
    var handsOff: Bool { self == .handoff || self == .acknowledgeAndHandoff }
  }

  enum Strength: String, CaseIterable, Sendable { case required, fallback }

  let id: String
  let when: Condition
  let form: [MessageText.Form]
  let minConfidence: Double?
  let action: Action
  let strength: Strength
  let templates: [(id: String, value: [String])]
  let team: String?
  let category: String?
  let oncePerAuthor: Duration?
  let reason: String?

  init(_ f: inout Fields) {
    id = f.string(
      "id", form: Self.name, help: "names the course in reports: letters, digits, hyphens")
    when = f.object("when", as: Condition.self, help: "which messages; left out: all")
    form = f.choices(
      "form", default: [],
      help: "words: has words or emoji of its own; bare: only tags, mentions and links; repost")
    minConfidence = f.optionalNumber(
      "minConfidence", in: 0...1, help: "the intent's and the sentiment's confidence at least")
    action = f.choice("do", help: "what is done")
    strength = f.choice(
      "as", default: .required,
      help: "of a handoff: required suppresses answers, fallback counts only without one")
    templates = f.texts(
      "templates", count: 1...CourseTexts.variantLimit, form: .replyTemplate,
      help: "by language: the variants of the text, in Mustache: "
        + ReplyTemplate.variables.joined(separator: ", "))
    team = f.optionalReference("team", to: .teams, help: "id of the team that gets a handoff")
    category = f.optionalString("category", help: "groups and routes handoffs; left out: the id")
    oncePerAuthor = f.optionalDuration(
      "oncePerAuthor", in: .seconds(1)...(.hours(30 * 24)),
      help:
        "the text reaches an author at most once in this time; our replies are known for 30 days")
    reason = f.optionalString(
      "reason", form: .notBlank, help: "shown with handoffs, and required for ignore")
    let speaking = Action.allCases.filter(\.speaks)
    let silent = Action.allCases.filter { !$0.speaks }
    f.need("reason", when: "do", is: [Action.ignore], "it goes into the records")
    f.need("templates", when: "do", is: speaking, "the texts to send")
    f.refuse("templates", when: "do", is: silent, "it sends no text")
  }

  private static let name = TextForm(
    "letters, digits and hyphens, at most 64", pattern: "^[A-Za-z0-9-]{1,64}$"
  ) { id in
    !id.isEmpty && id.utf8.count <= 64
      && id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
  }
}
