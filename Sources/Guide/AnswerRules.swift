public import PluginKit
import TextAnalysis

/// One line of the guide's "who answers what".
public struct AnswerRule: Settings {
  public let topics: [String]
  public let team: String

  public init(_ f: inout Fields) {
    topics = f.strings(
      "topics", form: .notBlank,
      help: "words and phrases, case does not matter: \"refund\", \"invoice*\"")
    team = f.reference("team", to: .teams, help: "who answers a message with one of them")
  }
}

/// The guide's "who answers what", as one matcher: the first rule that matches wins.
public struct AnswerRules: Answering {
  private let matcher: PhraseMatcher
  private let teams: [String]

  public init(_ rules: [AnswerRule]) throws(GuideFailure) {
    teams = rules.map(\.team)
    let phrases = rules.enumerated().flatMap { index, rule in
      rule.topics.map { PhraseMatcher.Phrase($0, label: index) }
    }
    do {
      matcher = try PhraseMatcher(phrases)
    } catch {
      throw .unusablePhrases("\(error)")
    }
  }

  public func team(for text: String) -> String? {
    guard !teams.isEmpty else { return nil }
    return matcher.matches(in: NormalizedText(text)).map(\.label).min().map { teams[$0] }
  }
}
