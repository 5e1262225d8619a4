public import PluginKit

/// The document `guide.json`: what the brand says in public, and how. Left out, the shipped
/// defaults: disclosure on, no links, nothing said that admits liability.
public struct GuideSettings: Settings {
  public var forbidden = ForbiddenPhrases()
  /// `shop.example` is that host and its `www.`; `*.shop.example` are all hosts below it.
  public var allowedLinkHosts: [String] = []
  /// In the platform's own count; the platform's limit holds as well.
  public var maxLength: Int?
  public var disclose = true
  public var disclosure = DisclosureSettings()
  public var signOff = LanguageTexts()
  /// BCP 47; `pt` also covers `pt-BR`. Empty: any.
  public var languages: [String] = []
  public var emoji = EmojiUse.allowed
  /// Who answers what.
  public var answers: [AnswerRule] = []

  /// The shipped defaults.
  public init() {}

  private static let host = TextForm(
    "a bare host name, without https:// or a path", pattern: "^[^/:@ ]+$"
  ) { host in !host.isEmpty && !host.contains { "/:@ ".contains($0) } }

  public init(_ f: inout Fields) {
    forbidden = f.object(
      "forbidden", as: ForbiddenPhrases.self, help: "what no reply may say; case does not matter")
    allowedLinkHosts = f.strings(
      "allowedLinkHosts", default: [], form: Self.host,
      help: "hosts a reply may link to, e.g. \"shop.example\" or \"*.shop.example\"")
    maxLength = f.optionalInteger(
      "maxLength", in: 1...100_000, unit: "characters",
      help: "longer replies are refused; counted as the platform counts")
    disclose = f.flag(
      "disclose", default: true, help: "say in every reply that a machine writes")
    disclosure = f.object("disclosure", as: DisclosureSettings.self, help: "how it says so")
    let signOff = f.textMap(
      "signOff", form: .notBlank, help: "how a reply ends, by language, e.g. {\"en\": \"...\"}")
    self.signOff = LanguageTexts(signOff)
    languages = f.strings(
      "languages", default: [], help: "languages the brand answers in (BCP 47); none: any")
    emoji = f.choice(
      "emoji", default: .allowed, help: "\"none\" takes emoji out of every reply")
    answers = f.objects(
      "answers", as: AnswerRule.self,
      help: "who answers what: the team for messages about a topic, the first match wins")
  }
}
