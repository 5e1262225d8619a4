import CrisisStagePlugin
import Foundation
import PluginKit
import PluginTesting
import Testing

@Suite struct CrisisStageTests {
  struct Severe: Decodable, Sendable, CustomStringConvertible {
    var id: String
    var categories: [String]
    var text: String
    var description: String { id }
  }

  static func severe() throws -> [Severe] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appending(path: "labels/crisis/phrases.jsonl")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(Severe.self, from: Data($0.utf8))
    }
  }

  private func value(_ text: String) async throws -> JSONValue {
    let opinion = try await crisisStage.make(settings: "{}").evaluate(.make(text), in: .make())
    return try #require(opinion.findings.first?.value)
  }

  /// The messages s.. were written along with the phrases, h.. and t.. afterwards. Of those two,
  /// half were found before the phrases were widened for them: see the README.
  @Test func severeMessagesReachAHuman() async throws {
    var missed: [String] = []
    for message in try Self.severe() {
      let value = try await value(message.text)
      let own = value["categories"]?[message.categories[0]]?.number ?? 0
      if value["severity"]?.number ?? 0 < 0.5 || own < 0.5 { missed.append(message.id) }
    }
    #expect(missed == [])
  }

  @Test(arguments: [
    "you're killing me with these prices lol", "this sale is a steal",
    "I'm dying to try the new boots",
    "the service was the bomb", "my phone died on the trail", "these shoes are fire",
    "I shoot photos, can you shoot me a DM?", "bath bombs back in stock?",
    "your privacy policy link?",
    "Is the food court open? Press start to continue", "calories burned tracker is broken",
    "my jacket is lit", "Where is my order?", "", "What a killer deal!",
    "das Gericht war lecker", "j'ai besoin d'aide pour ma commande", "¿dónde está mi pedido?",
  ])
  func ordinaryWordsAreNoCrisis(_ text: String) async throws {
    #expect(try await value(text)["severity"]?.number ?? 1 < 0.5)
  }

  @Test(arguments: [
    "I WILL KILL YOU", "i will k\u{200B}ill you", "ｉ ｗｉｌｌ ｋｉｌｌ ｙｏｕ", "i will kílllll yóu",
    "i will\nkill   you!!!", "i will kill you😂",
  ])
  func disguisesDoNotHideAThreat(_ text: String) async throws {
    #expect(try await value(text)["categories"]?["threat"]?.number ?? 0 >= 0.5)
  }

  @Test func negationWeakensButNeverClearsSelfHarm() async throws {
    let plain = try await value("my lawyer has filed a lawsuit against you")["severity"]?.number ?? 0
    let negated = try await value("there is no lawsuit")["severity"]?.number ?? 1
    #expect(plain >= 0.7 && negated < 0.5)
    #expect(try await value("I'm not going to kill myself")["severity"]?.number ?? 0 >= 0.5)
  }

  @Test func aSafetyMessageHoldsTheBotAndCallsAHuman() async throws {
    let stage = try ShippedStage.sample(crisisStage, "Crisis")
    let opinion = try await stage.evaluate(
      .make("Your camping stove exploded in my hands"), in: .make())
    #expect(opinion.holdReason?.contains("procedure pageOnCall") == true)
    #expect(opinion.handoff?.strength == .required)
    #expect(opinion.handoff?.category == "safety")
    #expect(opinion.findings.first?.evidence.contains { $0.contains("exploded") } == true)
  }

  @Test func aLawyerCallsAHumanWithoutAHold() async throws {
    let stage = try crisisStage.make(settings: #"{"team": "legal"}"#)
    let opinion = try await stage.evaluate(.make("you will hear from my lawyer"), in: .make())
    #expect(opinion.holdReason == nil)
    #expect(opinion.handoff?.team == "legal")
  }

  @Test func theBrandsOwnPhrasesCount() async throws {
    let stage = try ShippedStage.sample(crisisStage, "Crisis")
    let opinion = try await stage.evaluate(.make("my Northwind stove leaks fuel"), in: .make())
    #expect(opinion.holdReason != nil)
  }

  @Test func anUnknownCategoryIsRefused() {
    #expect(throws: SettingsIssues.self) {
      try crisisStage.make(settings: #"{"phrases": {"safty": ["x"]}}"#)
    }
  }

  @Test func allNineCategoriesAreInTheirOrder() async throws {
    let value = try await value("hello")
    guard case .object(let members)? = value["categories"] else {
      Issue.record("none")
      return
    }
    #expect(
      members.map(\.key) == [
        "safety", "selfHarm", "threat", "legal", "privacy", "fraud", "discrimination", "press",
        "boycott",
      ])
  }

  /// Said in words that no list holds.
  @Test(arguments: [
    (["safety"], "my kid burned her hand on your kettle"),
    (["privacy", "fraud"], "there are strangers' orders in my account"),
    (["fraud"], "a man rang me, said he was from your security team and now my savings are gone"),
    (["discrimination"], "your guard only searched the bags of the brown kids"),
  ])
  func whatNoPhraseNamesIsFoundToo(_ categories: [String], _ text: String) async throws {
    let value = try await value(text)
    #expect(value["severity"]?.number ?? 0 >= 0.5)
    guard case .object(let members)? = value["categories"] else { return }
    let worst = members.max { $0.value.number ?? 0 < $1.value.number ?? 0 }
    #expect(categories.contains(worst?.key ?? ""))
  }

  @Test(arguments: [
    "You're killing me 😂", "worst service ever, three weeks waiting!!", "do you ship to Norway",
    "how long do you keep my data?", "my lawyer loves these shoes",
    "wo bleibt mein Paket, ich warte seit drei Wochen", "dov'è il mio pacco?",
    "मेरा ऑर्डर कहाँ है", "أين طلبي؟", "gdzie jest moja paczka",
  ])
  func angerQuestionsAndUnknownLanguagesAreNoCrisis(_ text: String) async throws {
    #expect(try await value(text)["severity"]?.number ?? 1 < 0.5)
  }

  @Test func aWishToDieCountsAmongOtherThings() async throws {
    let value = try await value("Where is my order? I want to kill myself")
    #expect(value["categories"]?["selfHarm"]?.number ?? 0 >= 0.7)
  }

  @Test func theEvidenceIsTheCustomersOwnWords() async throws {
    let text = "Hello,\nmy KID burned her hand on your Kettle!! We're at the hospital."
    let opinion = try await crisisStage.make(settings: "{}").evaluate(.make(text), in: .make())
    let evidence = try #require(opinion.findings.first?.evidence)
    #expect(!evidence.isEmpty)
    for words in evidence { #expect(text.contains(words)) }
  }

  @Test func noCategoryIsAboveTheSeverity() async throws {
    for message in try Self.severe() {
      let value = try await value(message.text)
      guard case .object(let members)? = value["categories"] else { continue }
      let highest = members.compactMap(\.value.number).max() ?? 0
      #expect(highest <= value["severity"]?.number ?? 0)
    }
  }
}
