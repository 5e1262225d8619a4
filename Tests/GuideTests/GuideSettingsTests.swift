import Guide
import PluginKit
import Testing

@Suite struct GuideSettingsTests {
  private struct NoFiles: SettingsSource {
    struct NoFile: Error {}
    func resolve(_ path: String, from base: String) -> String { path }
    func display(_ path: String) -> String { path }
    func document(at path: String) throws -> [UInt8] { throw NoFile() }
    func environment(_ name: String) -> String? { nil }
    func secretFile(at path: String) throws -> String { throw NoFile() }
  }

  private func read(_ text: String) throws -> (settings: GuideSettings, issues: [String]) {
    var issues: [SettingsIssue] = []
    let settings = GuideSettings.decode(
      try JSONReader.read(text.utf8), file: "guide.json", source: NoFiles(), issues: &issues)
    return (settings, issues.map(\.description))
  }

  @Test func aWholeGuideIsRead() throws {
    let (settings, issues) = try read(
      #"""
      {"forbidden": {"topics": ["a"], "promises": ["b"], "words": ["c"]},
       "allowedLinkHosts": ["shop.example", "*.shop.example"], "maxLength": 300,
       "disclose": false, "disclosure": {"text": {"en": "bot", "de": "Automat"}},
       "signOff": {"en": "Team"}, "languages": ["en", "de"], "emoji": "none"}
      """#)
    #expect(issues == [])
    #expect(settings.forbidden == ForbiddenPhrases(topics: ["a"], promises: ["b"], words: ["c"]))
    #expect(settings.allowedLinkHosts.count == 2 && settings.maxLength == 300)
    #expect(!settings.disclose && settings.disclosure.text["de-CH"] == "Automat")
    #expect(settings.signOff["en"] == "Team" && settings.emoji == .none)
    #expect(settings.languages == ["en", "de"])
  }

  @Test func anEmptyGuideIsTheShippedOne() throws {
    let (settings, issues) = try read("{}")
    #expect(issues == [])
    #expect(settings.disclose && settings.emoji == .allowed && settings.maxLength == nil)
    #expect(settings.forbidden == GuideSettings().forbidden)
    #expect(settings.disclosure == GuideSettings().disclosure)
  }

  @Test(arguments: [
    (
      #"{"allowedLinkHosts": ["https://shop.example"]}"#,
      "allowedLinkHosts[0]: expected a bare host"
    ),
    (#"{"signOff": {"en": " "}}"#, "signOff.en: expected a text"),
    (#"{"disclosure": {"text": {"en": ""}}}"#, "disclosure.text.en: expected a text"),
    (#"{"emoji": "some"}"#, "emoji: expected one of allowed, none"),
    (#"{"maxLength": 0}"#, "maxLength: expected a number from 1"),
    (#"{"maxLength": 1.5}"#, "maxLength: expected a whole number"),
    (#"{"forbiden": {}}"#, "did you mean \"forbidden\"?"),
  ])
  func aWrongGuideIsRefused(_ text: String, _ message: String) throws {
    let issues = try read(text).issues
    #expect(issues.count == 1 && issues[0].contains(message), "\(issues)")
  }

  @Test func aGuideThatForbidsItsOwnClosingIsRefused() {
    var settings = GuideSettings()
    settings.forbidden.words = ["team"]
    settings.signOff = LanguageTexts([("en", "Your team")])
    let failure = #expect(throws: GuideFailure.self) { try BrandGuide(settings) }
    #expect(failure?.description.contains("forbidden word: \"team\"") == true)
  }

  @Test(arguments: ["", "  ", "*", "\u{200B}"]) func aPhraseWithoutAWordIsRefused(_ phrase: String)
  {
    var settings = GuideSettings()
    settings.forbidden.topics = [phrase]
    #expect(throws: GuideFailure.self) { try BrandGuide(settings) }
  }
}
