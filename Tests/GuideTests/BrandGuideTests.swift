import Guide
import PluginKit
import PluginTesting
import Testing

/// A guide whose texts stay bare, so that a table shows the rules alone.
func bareGuide(_ change: (inout GuideSettings) -> Void = { _ in }) throws -> BrandGuide {
  var settings = GuideSettings()
  settings.disclose = false
  settings.allowedLinkHosts = ["shop.example", "*.help.example", "bücher.example"]
  settings.forbidden = ForbiddenPhrases(
    topics: ["election", "Müller case"], promises: ["full refund", "guarantee*"],
    words: ["cheap"])
  change(&settings)
  return try BrandGuide(settings)
}

/// The reason of a refusal; nil when the text may go out.
func refusal(_ text: String, by guide: BrandGuide) -> String? {
  if case .refuse(let reason) = guide.vet(.make(text), limits: .make()) { reason } else { nil }
}

@Suite struct BrandGuideTests {
  @Test(arguments: [
    "Thanks for telling us!", "Your order 4711 left on 3.5. at 14:30.", "Déjà vu: 100% cotton.",
    "It was e.g. 12.50 EUR, i.e. 10% less (see above).", "Vielen Dank, wir melden uns z.B. morgen.",
    "@ana@example.social Thank you!", "Mail us any time...", "Élections? No: selections.",
    "1/2 of it, and/or more; a_b {", "👍🏽 Merci 🇫🇷 1️⃣", "مرحبا، كيف يمكننا مساعدتك؟",
    "ご連絡ありがとうございます。担当者より返信します。", "Line one\n\nLine\ttwo",
    "Null Problem, todo bien, unlimited nilpotent", "50% discount [1] <3 [a b] %",
  ])
  func whatIsFinePasses(_ text: String) throws {
    #expect(try bareGuide().vet(.make(text), limits: .make()) == .pass)
  }

  @Test(arguments: [
    ("After the election.", "forbidden topic: \"election\""),
    ("After the ELECTION.", "forbidden topic: \"election\""),
    ("After the ele\u{200B}ction.", "forbidden topic"), ("After the e\u{AD}lection.", "topic"),
    ("After the ｅｌｅｃｔｉｏｎ.", "forbidden topic"), ("After the éléction.", "forbidden topic"),
    ("After the e\u{301}lection.", "forbidden topic"), ("The muller CASE!", "forbidden topic"),
    ("The Müller\ncase", "forbidden topic"),
    ("You get a full  refund.", "forbidden promise: \"full refund\""),
    ("We guaranteed it.", "forbidden promise: \"guaranteed\""),
    ("So cheap!", "forbidden word: \"cheap\""), ("So 𝐜𝐡𝐞𝐚𝐩!", "forbidden word"),
    ("Sorry, that was our fault.", "admission of liability: \"our fault\""),
    ("We\u{2019}re liable for it.", "admission of liability"),
    ("Wir übernehmen die volle Verantwortung.", "admission of liability"),
    ("Das war unsere Schuld.", "admission of liability: \"unsere schuld\""),
  ])
  func aForbiddenPhraseIsRefused(_ text: String, _ reason: String) throws {
    #expect(refusal(text, by: try bareGuide())?.contains(reason) == true)
  }

  @Test(arguments: [
    "Hello {{name}},", "Hello {name},", "Hello {{name", "Hello ${name},", "Dear [NAME],",
    "Dear [ORDER ID],", "Dear <NAME>,", "Order %s is late", "Order %@ is late", "Order %1$s",
    "TODO: write this", "FIXME", "Lorem ipsum dolor", "Hello undefined,", "Hello nil!",
    "Hello ｛name｝",
  ])
  func anUnfilledPlaceholderIsRefused(_ text: String) throws {
    #expect(refusal(text, by: try bareGuide())?.hasPrefix("unfilled placeholder: ") == true)
  }

  @Test(arguments: [
    ("a\u{202E}b", "U+202E"), ("a\u{2066}b", "U+2066"), ("a\u{0}b", "U+0000"),
    ("a\u{1B}[31mb", "U+001B"), ("a\u{7F}b", "U+007F"), ("a\u{85}b", "U+0085"),
    ("a\rb", "U+000D"), ("a\u{2028}b", "U+2028"), ("a\u{FFFD}b", "U+FFFD"),
    ("a\u{E000}b", "U+E000"),
  ])
  func aHiddenCharacterIsRefused(_ text: String, _ code: String) throws {
    #expect(refusal(text, by: try bareGuide())?.contains(code) == true)
  }

  @Test(arguments: ["", "  \n", "\u{200B}\u{FEFF}", "– Automated reply", "\n– Automated reply "])
  func anEmptyTextIsRefused(_ text: String) throws {
    #expect(refusal(text, by: try BrandGuide())?.hasPrefix("the text is empty") == true)
  }

  @Test(arguments: [
    ("Hi @bob@example.social", "@bob@example.social"), ("Hi @ana", "@ana"), ("(@bob)", "@bob"),
    ("Hi @ana@evil.example", "@ana@evil.example"), ("Hi.@bob", "@bob"), ("Hi ＠bob", "@bob"),
    ("Hi @\u{200B}bob", "@bob"), ("@ana@example.social and @bob.bsky.social", "@bob.bsky.social"),
  ])
  func aMentionOfSomebodyElseIsRefused(_ text: String, _ handle: String) throws {
    let reason = refusal(text, by: try bareGuide())
    #expect(reason == "mention of somebody else: \"\(handle)\"")
  }

  @Test(arguments: ["@ANA@example.social hi", "hi @ana@example.social.", "a @ana@example.social: b"])
  func theAuthorMayBeMentioned(_ text: String) throws {
    #expect(refusal(text, by: try bareGuide()) == nil)
  }

  @Test func everyBrokenRuleIsNamed() throws {
    let reason = refusal("{name}, the election is cheap", by: try bareGuide())
    #expect(
      reason == "forbidden topic: \"election\"; forbidden word: \"cheap\"; "
        + "unfilled placeholder: \"{name}\"")
  }

  @Test func onlyTheBrandsLanguagesAreAnswered() throws {
    let guide = try bareGuide { $0.languages = ["de", "pt"] }
    func verdict(_ language: String?) -> Verdict {
      guide.vet(.make("Danke", language: language), limits: .make())
    }
    #expect(verdict("de") == .pass && verdict("pt-BR") == .pass && verdict(nil) == .pass)
    #expect(
      verdict("en") == .refuse(reason: "the brand does not answer in \"en\", only in de, pt"))
  }

  @Test func aTextTooLongToVetIsRefused() throws {
    let text = String(repeating: "a ", count: 9000)
    let verdict = try bareGuide().vet(.make(text), limits: .make(maxLength: 100_000))
    #expect(verdict == .refuse(reason: "longer than the 16384 bytes that can be vetted"))
  }
}
