import IntentStagePlugin
import PluginKit
import PluginTesting
import Testing

@Suite struct IntentStageTests {
  private func finding(_ message: Message) async throws -> JSONValue {
    let opinion = try await intentStage.make(settings: "{}").evaluate(message, in: .make())
    #expect(opinion.proposals.isEmpty)
    return try #require(opinion.findings.first?.value)
  }

  @Test(arguments: [
    ("My order is three weeks late and nobody answers my emails, unacceptable", "complaint"),
    ("What time does your store in Austin open on Sunday?", "question"),
    ("Thank you so much for the great service today, you are amazing!", "praise"),
  ])
  func plainIntentsAreRead(_ text: String, _ label: String) async throws {
    #expect(try await finding(.make(text))["label"]?.string == label)
  }

  @Test(arguments: [
    (1, "complaint"), (2, "complaint"), (3, "experience"), (4, "praise"), (5, "praise"),
  ])
  func aRatingWithoutWordsIsAMessageToo(_ rating: Int, _ label: String) async throws {
    #expect(try await finding(.make("", rating: rating))["label"]?.string == label)
  }

  @Test(arguments: ["@northwind", "@northwind #boots https://x.example", ""])
  func aBareTagIsOtherAndWantsNoReply(_ text: String) async throws {
    let value = try await finding(.make(text))
    #expect(value["label"]?.string == "other")
    #expect(value["wantsReply"]?.number ?? 1 < 0.1)
  }

  @Test(arguments: [
    "thanks for nothing", "Way to go, love how you lose every parcel", "Danke für nichts",
  ])
  func ironyIsNoPraise(_ text: String) async throws {
    #expect(try await finding(.make(text))["label"]?.string != "praise")
  }

  @Test func starsMoveTheWords() async throws {
    let text = "Arrived on Tuesday as ordered"
    let bad = try await finding(.make(text, rating: 1))["probabilities"]?["complaint"]?.number ?? 0
    let good = try await finding(.make(text, rating: 5))["probabilities"]?["complaint"]?.number ?? 1
    #expect(bad > good)
  }

  @Test func angrierComplaintsAreMoreSevere() async throws {
    let calm = try await finding(.make("My parcel is late"))["complaintSeverity"]?.number ?? 1
    let angry = try await finding(
      .make("WORST company EVER!! Third time my parcel is late, unacceptable, never again!"))
    #expect(angry["complaintSeverity"]?.number ?? 0 > calm + 0.2)
  }

  @Test func theKeysAreInOrder() async throws {
    let value = try await finding(.make("hello"))
    guard case .object(let members) = value, case .object(let chances)? = value["probabilities"]
    else {
      Issue.record("no object")
      return
    }
    #expect(members.map(\.key) == ["label", "probabilities", "wantsReply", "complaintSeverity"])
    #expect(chances.map(\.key) == ["complaint", "question", "praise", "experience", "other"])
  }
}

@Suite struct ForeignIntentTests {
  @Test(arguments: [
    ("Wo bleibt mein Paket? Seit zwei Wochen warte ich, eine Frechheit!", "de"),
    ("¿Cuándo llega mi pedido? Nadie contesta.", "es"),
  ])
  func customersOfOtherLanguagesAreNotLeftWithoutAnswer(
    _ text: String, _ language: String
  ) async throws {
    var message = Message.make(text)
    message.language = language
    let opinion = try await intentStage.make(settings: "{}").evaluate(message, in: .make())
    let value = try #require(opinion.findings.first?.value)
    #expect(value["label"]?.string != "other")
    #expect(value["wantsReply"]?.number ?? 0 > 0.4)
  }

  @Test(arguments: [
    "Great, the third parcel in a row with someone else's boots. Thanks for nothing!",
    "the zip broke", "where is my refund", "hello? anyone there?",
  ])
  func nobodyHasToWriteAHandleToBeHeard(_ text: String) async throws {
    let opinion = try await intentStage.make(settings: "{}").evaluate(.make(text), in: .make())
    #expect(opinion.findings.first?.value["wantsReply"]?.number ?? 0 > 0.4)
  }
}
