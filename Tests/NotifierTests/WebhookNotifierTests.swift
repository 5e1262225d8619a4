import Crypto
import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

@testable import WebhookNotifierPlugin

@Suite struct WebhookNotifierTests {
  static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

  func notifier(
    _ url: String, _ more: [JSONValue.Member] = [.init("allowPrivateTargets", true)],
    signed: Bool = true
  ) throws -> any Notifier {
    let secrets: [JSONValue.Member] =
      [.init("url", ["env": "HOOK"])] + (signed ? [.init("signingSecret", ["env": "KEY"])] : [])
    return try webhookNotifier.built(
      .object(secrets + more), variables: ["HOOK": url, "KEY": Self.secret])
  }

  /// The example of the Standard Webhooks libraries.
  @Test func theSignatureIsTheStandards() throws {
    let signature = try WebhookSignature(secret: Secret(Self.secret))
    let header = signature.header(
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330,
      body: Data(#"{"test": 2432232314}"#.utf8))
    #expect(header == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    #expect(throws: PluginFailure.self) { try WebhookSignature(secret: Secret("whsec_%%%")) }
    #expect(throws: PluginFailure.self) { try WebhookSignature(secret: Secret("whsec_")) }
  }

  @Test func theReceiverCanCheckWhatItGets() async throws {
    let receiver = try LoopbackReceiver { _ in .init(204) }
    let notifier = try notifier("\(receiver.url)/hook?token=1")
    let hostile = "\"},{\u{202E}\n</script> 👋"
    let notification = HandoffNotification.make(
      key: "h1-0", handoff: 7,
      message: .make(hostile, rating: 1, media: [Medium(kind: .image, description: hostile)]),
      replies: ["Sorry!"],
      dueAt: fixtureTime + .hours(4))
    try await notifier.notify(notification)
    try await notifier.notify(notification)
    #expect(receiver.requests.count == 2)
    let request = try #require(receiver.requests.first)
    #expect(request.method == "POST" && request.path == "/hook?token=1")
    #expect(request.headers["content-type"] == "application/json")
    #expect(receiver.requests.map { $0.headers["webhook-id"] } == ["h1-0", "h1-0"])
    #expect(request.headers["webhook-timestamp"] == "1750000000")

    // Checked from the standard's words, not by our own code.
    let key = try #require(Data(base64Encoded: String(Self.secret.dropFirst(6))))
    let signed = Data("h1-0.1750000000.".utf8) + request.body
    let header = try #require(request.headers["webhook-signature"])
    let code = try #require(Data(base64Encoded: String(header.dropFirst(3))))
    #expect(header.hasPrefix("v1,"))
    #expect(
      HMAC<SHA256>.isValidAuthenticationCode(
        code, authenticating: signed, using: SymmetricKey(data: key)))

    let body = try JSONReader.read(request.body).plain
    #expect(body["type"]?.string == "handoff.opened")
    #expect(body["timestamp"]?.string == "2025-06-15T15:06:40.000Z")
    let data = try #require(body["data"])
    #expect(data["handoff"]?.number == 7 && data["team"]?.string == "care")
    #expect(data["dueAt"]?.string == "2025-06-15T19:06:40.000Z")
    #expect(data["replies"]?.array == ["Sorry!"])
    #expect(data["message"]?["text"]?.string == hostile)
    #expect(data["message"]?["rating"]?.number == 1)
    #expect(
      data["message"]?["media"] == [["kind": "image", "description": .string(hostile)]])
  }

  @Test func anAlarmIsSignedAndSaysWhatIsWrong() async throws {
    let receiver = try LoopbackReceiver { _ in .init(204) }
    try await notifier(receiver.url).alarm(
      AlarmNotification(
        key: "a-1", kind: "connectorSilent", subject: "toot", phase: .raised, sentence: "No poll.",
        since: fixtureTime, at: fixtureTime + .minutes(1)))
    let request = try #require(receiver.requests.first)
    #expect(request.headers["webhook-id"] == "a-1")
    #expect(request.headers["webhook-signature"]?.hasPrefix("v1,") == true)
    #expect(
      try JSONReader.read(request.body).plain == [
        "type": "alarm.raised", "timestamp": "2025-06-15T15:07:40.000Z",
        "data": [
          "key": "a-1", "alarm": "connectorSilent", "subject": "toot", "sentence": "No poll.",
          "since": "2025-06-15T15:06:40.000Z",
        ],
      ])
  }

  /// A notifier of somebody else's that was written before alarms were.
  @Test func aNotifierWithoutAlarmsRefusesThem() async {
    struct Old: Notifier {
      func notify(_ notification: HandoffNotification) async throws(NotifyFailure) {}
    }
    await #expect(throws: NotifyFailure.self) {
      try await Old().alarm(
        AlarmNotification(
          key: "", kind: "", subject: nil, phase: .raised, sentence: "", since: fixtureTime,
          at: fixtureTime))
    }
  }

  @Test func anEscalationSaysSoAndAnUnsignedOneIsUnsigned() async throws {
    let receiver = try LoopbackReceiver { _ in .init(200, "ok") }
    let key = "k\u{F6}y with spaces"
    for _ in 0..<2 {
      try await notifier(receiver.url, signed: false).notify(.make(key: key, level: 1))
    }
    let requests = receiver.requests
    #expect(requests.allSatisfy { $0.headers["webhook-signature"] == nil })
    #expect(Set(requests.map { $0.headers["webhook-id"] }).count == 1)
    #expect(requests.first?.headers["webhook-id"]?.hasPrefix("sha256-") == true)
    let body = try JSONReader.read(try #require(requests.first).body).plain
    #expect(body["type"]?.string == "handoff.escalated")
  }

  enum Expected {
    case fine, refused
    case retry(Duration?)
  }

  @Test(arguments: [
    (200, Expected.fine), (202, .fine), (204, .fine), (301, .refused), (307, .refused),
    (400, .refused), (401, .refused), (404, .refused), (408, .retry(.seconds(9))), (410, .refused),
    (429, .retry(.seconds(9))), (500, .retry(.seconds(9))), (503, .retry(.seconds(9))),
  ])
  func theStatusDecides(status: Int, expected: Expected) async throws {
    let elsewhere = try LoopbackReceiver { _ in .init(200) }
    let receiver = try LoopbackReceiver { _ in
      .init(status, headers: ["Retry-After": "9", "Location": elsewhere.url])
    }
    let notifier = try notifier(receiver.url)
    do {
      try await notifier.notify(.make())
      guard case .fine = expected else { return #expect(Bool(false), "\(status) is no success") }
    } catch {
      switch (error, expected) {
      case (.refused, .refused): break
      case (.retry(let after, _), .retry(let wanted)): #expect(after == wanted)
      default: Issue.record("\(status) gave \(error)")
      }
      #expect(!"\(error)".contains(Self.secret))
    }
    #expect(receiver.requests.count == 1 && elsewhere.requests.isEmpty)
  }

  @Test func aPrivateTargetIsRefusedUnlessAllowed() async throws {
    let receiver = try LoopbackReceiver { _ in .init(200) }
    let notifier = try notifier(receiver.url, [])
    await #expect {
      try await notifier.notify(.make())
    } throws: { error in
      if case .refused = error as? NotifyFailure { true } else { false }
    }
    #expect(receiver.requests.isEmpty)
  }

  @Test func aTargetThatIsDownIsTriedAgain() async throws {
    let url = try LoopbackReceiver { _ in .init(200) }.url
    let notifier = try notifier(url)
    await #expect {
      try await notifier.notify(.make())
    } throws: { error in
      if case .retry = error as? NotifyFailure { true } else { false }
    }
  }

  @Test(arguments: ["", "hook", "ftp://x.example", "https://user:pw@x.example"])
  func aWrongAddressIsNotedAtStartAndNotShown(url: String) throws {
    let error = #expect(throws: SettingsIssues.self) { try notifier(url) }
    #expect(url.isEmpty || error?.description.contains(url) == false)
  }

  @Test func aLongTextIsCut() throws {
    let text = String(repeating: "é", count: 20_000)
    let body = WebhookBody(.make(message: .make(text)), now: fixtureTime).bytes
    let written = try JSONReader.read(body).plain["data"]?["message"]?["text"]?.string
    #expect(written == String(repeating: "é", count: 10_000) + "…")
  }

  @Test(arguments: HandoffNotification.Occasion.allCases)
  func theTypeIsTheOccasionAndAllIsTold(occasion: HandoffNotification.Occasion) throws {
    let body = try JSONReader.read(
      WebhookBody(.full(occasion: occasion, others: 2), now: fixtureTime + .hours(1)).bytes
    ).plain
    #expect(body["type"]?.string == "handoff.\(occasion.rawValue)")
    #expect(
      body["timestamp"]?.string
        == (occasion == .opened ? "2025-06-15T15:06:40.000Z" : "2025-06-15T16:06:40.000Z"))
    let data = try #require(body["data"])
    #expect(data["occasion"]?.string == occasion.rawValue && data["urgency"] == "normal")
    #expect(data["timesAsked"] == 3 && data["windowUsed"] == 75)
    #expect(data["insight"]?["severity"]?.number == 0.734)
    #expect(data["conversation"]?.array?.count == 12)
    #expect(data["conversation"]?.array?[1]["isOurs"] == true)
    #expect(data["links"]?["take"] == "https://care.example/l/take?s=a_b&t=1")
    #expect(data["reader"]?["name"] == "Bea" && data["thread"] == "mastodon/100")
    #expect(data["others"]?.array?.first?["handoff"] == 20)
    #expect(data["ending"] == (occasion == .ended ? "Bea answered it." : .null))
    #expect(data["suggestion"] == "We are sorry. Still no refund!")
  }

  @Test func aDigestCarriesFiftyHandoffsAndCountsTheRest() async throws {
    let receiver = try LoopbackReceiver { _ in .init(204) }
    let notifier = try notifier(receiver.url)
    try await notifier.digest(.waiting(60))
    try await notifier.digest(.daily())
    let bodies = try receiver.requests.map { try JSONReader.read($0.body).plain }
    #expect(bodies.map { $0["type"]?.string } == ["digest.waiting", "digest.daily"])
    #expect(bodies[0]["data"]?["handoffs"]?.array?.count == 50)
    #expect(bodies[0]["data"]?["more"] == 10 && bodies[0]["data"]?["team"] == "care")
    #expect(bodies[0]["data"]?["handoffs"]?.array?.first?["handoff"] == 12)
    #expect(
      bodies[1]["data"]?["facts"]?.array?.first == ["name": "Answered", "value": "41"])
    #expect(receiver.requests.map { $0.headers["webhook-id"] } == ["d-1", "r-1"])
  }
}
