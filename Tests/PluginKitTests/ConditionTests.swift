import PluginKit
import PluginTesting
import Testing

@Suite struct ConditionTests {
  private static let message = Message.make(
    connector: "shop", platform: "mastodon", author: .make(followers: 120), language: "pt-BR",
    rating: 2, visibility: .unlisted)
  private static let findings = Findings([
    Finding(
      name: "intent", value: ["label": "complaint", "complaintSeverity": 0.6, "wantsReply": 0.9]),
    Finding(name: "sentiment", value: ["label": "negative"]),
    Finding(name: "crisis", value: ["severity": 0.3]),
  ])

  @Test(arguments: [
    ("{}", true), (#"{"intent": "complaint"}"#, true),
    (#"{"intent": ["praise", "complaint"]}"#, true), (#"{"intent": "praise"}"#, false),
    (#"{"sentiment": "negative", "intent": "praise"}"#, false),
    (#"{"connector": "shop"}"#, true), (#"{"connector": "other"}"#, false),
    (#"{"platform": ["replay"]}"#, false), (#"{"language": "pt"}"#, true),
    (#"{"language": "PT-br"}"#, true), (#"{"language": "p"}"#, false),
    (#"{"visibility": ["unlisted", "direct"]}"#, true), (#"{"visibility": ["public"]}"#, false),
    (#"{"minSeverity": 0.3}"#, true), (#"{"minSeverity": 0.31}"#, false),
    (#"{"minComplaintSeverity": 0.6}"#, true), (#"{"minComplaintSeverity": 0.7}"#, false),
    (#"{"minWantsReply": 0.9}"#, true), (#"{"minWantsReply": 0.95}"#, false),
    (#"{"minFollowers": 120}"#, true), (#"{"minFollowers": 121}"#, false),
    (#"{"maxRating": 2, "minRating": 2}"#, true), (#"{"maxRating": 1}"#, false),
    (#"{"minRating": 3}"#, false),
  ])
  func allGivenPartsMustHold(_ text: String, _ matches: Bool) throws {
    let (condition, issues) = try Condition.read(text)
    #expect(issues == [])
    #expect(condition.matches(Self.message, Self.findings) == matches)
  }

  @Test(arguments: [
    #"{"intent": "complaint"}"#, #"{"minSeverity": 0}"#, #"{"minFollowers": 0}"#,
    #"{"maxRating": 5}"#, #"{"language": "en"}"#,
  ])
  func whatIsUnknownNeverMatches(_ text: String) throws {
    let condition = try Condition.read(text).value
    #expect(!condition.matches(.make(), Findings()))
  }
}
