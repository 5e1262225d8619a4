import Foundation
import Guide
import PluginKit
import PluginTesting
import Testing

@Suite struct ClosingTests {
  private func guide(_ change: (inout GuideSettings) -> Void = { _ in }) throws -> BrandGuide {
    var settings = GuideSettings()
    change(&settings)
    return try BrandGuide(settings)
  }

  @Test(arguments: [
    (nil, "Hi\n– Automated reply"), ("en", "Hi\n– Automated reply"),
    ("de-AT", "Hi\n– Automatische Antwort"), ("FR", "Hi\n– Réponse automatique"),
    ("xx", "Hi\n– Automated reply"),
  ])
  func theDisclosureIsInTheReplysLanguage(_ language: String?, _ text: String) throws {
    #expect(try guide().vet(.make("Hi", language: language), limits: .make()) == .rewrite(text))
  }

  @Test func aReplyWithoutALanguageIsInTheBrandsFirst() throws {
    let guide = try guide { $0.languages = ["de", "en"] }
    #expect(guide.vet(.make("Hi"), limits: .make()) == .rewrite("Hi\n– Automatische Antwort"))
  }

  @Test func theBrandsOwnWordsGoBeforeTheShippedOnes() throws {
    let guide = try guide {
      $0.disclosure = DisclosureSettings(text: LanguageTexts([("en", " Bot speaking ")]))
      $0.signOff = LanguageTexts([("en", "Your Northwind team")])
    }
    #expect(
      guide.vet(.make("Hi"), limits: .make()) == .rewrite("Hi\nYour Northwind team\nBot speaking"))
    #expect(
      guide.vet(.make("Hi", language: "de"), limits: .make())
        == .rewrite("Hi\n– Automatische Antwort"))
  }

  @Test func withoutDisclosureATextPassesAsItIs() throws {
    #expect(try guide { $0.disclose = false }.vet(.make("Hi"), limits: .make()) == .pass)
  }

  @Test(arguments: [
    "Hi", "Hi ", "Hi\n– Automated reply", "Hi – Automated reply", "Hi\nTeam 🙂",
    "Hi\n– Automated reply\nTeam 🙂", "🙂 Hi 🙂!", "Hi\n\n\n– Automated reply\n– Automated reply\n",
    "– Automated reply Hi", "Team 🙂 Hi", "Hi\u{301} é", "👩‍👩‍👧‍👦 ok 🇩🇪🇩🇪", "❤️❤ ok",
  ], [EmojiUse.allowed, .none])
  func whatWasRewrittenPasses(_ text: String, _ emoji: EmojiUse) throws {
    let guide = try guide {
      $0.emoji = emoji
      $0.signOff = LanguageTexts([("en", "Team 🙂")])
    }
    guard case .rewrite(let once) = guide.vet(.make(text), limits: .make()) else {
      Issue.record("\(text) was not rewritten")
      return
    }
    #expect(guide.vet(.make(once), limits: .make()) == .pass)
    #expect(once.components(separatedBy: "Automated").count == 2 || text.hasPrefix("– Automated"))
  }

  @Test(arguments: 0..<300) func vettingIsIdempotent(_ seed: Int) throws {
    let pieces = [
      "– Automated reply", "Team 🙂", "Team", "\n", " ", "🙂", "\u{FE0F}", "\u{301}", "a", "❤", "\t",
    ]
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    let text = (0..<12).map { _ -> String in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return pieces[Int(state >> 33) % pieces.count]
    }.joined()
    let guide = try guide {
      $0.emoji = seed.isMultiple(of: 2) ? .none : .allowed
      $0.signOff = LanguageTexts([("en", "Team 🙂")])
    }
    if case .rewrite(let once) = guide.vet(.make(text), limits: .make()) {
      #expect(guide.vet(.make(once), limits: .make()) == .pass, "\(text.debugDescription)")
    }
  }

  @Test(arguments: [
    ("Thanks 🙂!", "Thanks!"), ("🙂 Thanks", "Thanks"), ("Bien sûr 👍🏽", "Bien sûr"),
    ("1️⃣ und ©", "1️⃣ und ©"), ("I ❤️ it", "I it"), ("🇩🇪", "refused"),
  ])
  func aGuideWithoutEmojiTakesThemOut(_ text: String, _ left: String) throws {
    let guide = try guide {
      $0.emoji = .none
      $0.disclose = false
    }
    let expected: Verdict = switch left {
    case "refused": .refuse(reason: "the text is empty")
    case text: .pass
    default: .rewrite(left)
    }
    #expect(guide.vet(.make(text), limits: .make()) == expected)
  }

  @Test(arguments: [(20, true), (19, false), (18, false), (5, false)])
  func theLimitCountsTheDisclosure(_ limit: Int, _ fits: Bool) throws {
    let verdict = try guide().vet(.make("Hi"), limits: .make(maxLength: limit))
    let reason = limit == 19
      ? "20 long with sign-off and disclosure, the limit is 19"
      : "the limit of \(limit) leaves no room beside the sign-off and disclosure"
    #expect(verdict == (fits ? .rewrite("Hi\n– Automated reply") : .refuse(reason: reason)))
  }

  @Test func lengthIsCountedAsThePlatformDoes() throws {
    let twice = ConnectorTraits.make(maxLength: 39, length: { $0.count * 2 })
    guard case .refuse(let reason) = try guide().vet(.make("Hi"), limits: twice) else {
      Issue.record("39 is less than twice 20")
      return
    }
    #expect(reason.hasPrefix("40 long"))
  }

  @Test func theBrandsLimitHoldsBelowThePlatforms() throws {
    let guide = try guide { $0.maxLength = 19 }
    #expect(guide.vet(.make("Hi"), limits: .make()) != .rewrite("Hi\n– Automated reply"))
  }
}
