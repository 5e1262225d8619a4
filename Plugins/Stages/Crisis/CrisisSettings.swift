import PluginKit
import TextAnalysis

struct CrisisSettings: Settings {
  static let extraPhraseLimit = 2000

  let severityAbove: Double
  let handoffAbove: Double
  let holdFor: [CrisisCategory]
  let procedures: CrisisProcedures
  let team: String?
  let phrases: [(id: String, value: [String])]

  init(_ f: inout Fields) {
    severityAbove = f.number(
      "severityAbove", default: 0.7, in: 0...1,
      help: "at or above this the bot steps back, for the categories in holdFor, and a category's "
        + "procedure begins")
    handoffAbove = f.number(
      "handoffAbove", default: 0.5, in: 0...1,
      help: "at or above this a human must take the message, whatever the category")
    holdFor = f.choices(
      "holdFor", default: [.safety, .selfHarm, .threat, .privacy],
      help: "categories that hold the bot")
    procedures = f.object(
      "procedures", as: CrisisProcedures.self, help: "the procedure that each category calls for")
    team = f.optionalReference(
      "team", to: .teams, help: "id of the team that takes severe messages")
    phrases = f.texts(
      "phrases", keys: CrisisCategory.allCases.map(\.rawValue), form: Self.phrase,
      help: "by category: the brand's own phrases, each alone enough; \"leak*\" finds \"leaking\"")
    let phrases = self.phrases
    f.require("phrases", "at most \(Self.extraPhraseLimit) phrases") {
      phrases.reduce(0) { $0 + $1.value.count } <= Self.extraPhraseLimit
    }
  }
}

extension CrisisSettings {
  private static let phrase = TextForm { PhraseMatcher.problem(with: $0)?.description }
}

/// The name of a procedure for each category.
struct CrisisProcedures: Settings {
  private let names: [String?]

  init(_ f: inout Fields) {
    var names: [String?] = []
    for category in CrisisCategory.allCases {
      names.append(
        f.optionalReference(
          category.rawValue, to: .procedures, help: "the procedure's name in \"procedures\""))
    }
    self.names = names
  }

  subscript(category: CrisisCategory) -> String? { names[category.index] }
}
