import PluginHosting
import PluginKit
import PluginTesting

extension ConformanceSuite {
  var notifierChecks: [() async -> CheckResult] {
    [
      hostileHandoffs, occasions, repeatedKey, waitingDigest, dailyDigest, incidentDigest, alarms,
      notifierMemory,
    ]
  }

  /// A refusal is an answer too; silence, a crash or nonsense is not.
  private func hostileHandoffs() async -> CheckResult {
    let notifier = ExternalNotifier(launch)
    defer { notifier.end() }
    var problems: [String] = []
    for (index, message) in HostileMessages.all.enumerated() {
      let notification = HandoffNotification.make(
        key: "hostile-\(index)", level: index % 2, category: index % 3 == 0 ? "complaint" : nil,
        message: message, replies: index % 4 == 0 ? ["We look into it."] : [])
      do { try await notifier.notify(notification) } catch {
        problems.append("the message \(message.id.remote): \(error)")
      }
    }
    return CheckResult("handoffs with hostile messages are taken", problems: problems)
  }

  private func repeatedKey() async -> CheckResult {
    let notifier = ExternalNotifier(launch)
    defer { notifier.end() }
    var problems: [String] = []
    for _ in 0..<2 {
      do { try await notifier.notify(.make(key: "the same/0")) } catch {
        problems.append("a repeated key is no error: \(error)")
      }
    }
    return CheckResult("the same notification may come twice", problems: problems)
  }

  /// With every key that a handoff may have.
  private func occasions() async -> CheckResult {
    let notifier = ExternalNotifier(launch)
    defer { notifier.end() }
    var problems: [String] = []
    for occasion in HandoffNotification.Occasion.allCases {
      do {
        try await notifier.notify(Self.full(key: "occasion-\(occasion.rawValue)", occasion))
      } catch {
        problems.append("handoff.\(occasion.rawValue): \(error)")
      }
    }
    return CheckResult("every occasion of a handoff is taken", problems: problems)
  }

  /// As the daemon sends it: what is refused as a digest comes handoff by handoff.
  private func waitingDigest() async -> CheckResult {
    let notifier = ExternalNotifier(launch)
    defer { notifier.end() }
    let handoffs = HostileMessages.all.prefix(3).enumerated().map { index, message in
      HandoffNotification.make(key: "digest-\(index)", message: message)
    }
    var problems: [String] = []
    do {
      try await notifier.digest(
        DigestNotification(
          key: "digest-waiting", kind: .waiting, team: "care", title: "4 handoffs wait",
          handoffs: handoffs + [Self.full(key: "digest-full", .opened)], at: fixtureTime))
    } catch {
      problems.append("digest.waiting, and then each handoff: \(error)")
    }
    return CheckResult("handoffs that come in one digest are taken", problems: problems)
  }

  private func dailyDigest() async -> CheckResult {
    let daily: JSONValue = [
      "type": "digest.daily", "key": "digest-daily", "title": "Yesterday", "handoffs": [],
      "facts": [["name": "messages", "value": "12"]], "at": "2026-01-05T09:00:00.000Z",
    ]
    return await orRefused("a daily digest is taken, or refused in words", daily)
  }

  private func incidentDigest() async -> CheckResult {
    let incident: JSONValue = [
      "type": "digest.incident", "key": "incident-1-opened", "title": "Incident #1", "handoffs": [],
      "facts": [["name": "example 1", "value": "charged twice"]], "thread": "incident-1",
      "isOver": false, "at": "2026-01-05T09:00:00.000Z",
    ]
    return await orRefused("an incident of many messages is taken, or refused in words", incident)
  }

  private func alarms() async -> CheckResult {
    await orRefused("an alarm is taken, or refused in words", Self.alarm)
  }

  private func orRefused(_ title: String, _ notification: JSONValue) async -> CheckResult {
    var note: String?
    let problems = await problems { process, _ in
      do {
        let params: JSONValue = ["notification": notification]
        _ = try await process.call("notify", params.bytes, within: launch.deadline)
      } catch CallFailure.answered(let message, _, _) {
        note = "it carries none: \(message)"
      }
    }
    return CheckResult(title, problems: problems, note: note)
  }

  private func notifierMemory() async -> CheckResult {
    await growth(warm: 20, rounds: 200) { process, round in
      let params: JSONValue = ["notification": Self.handoff(key: "memory-\(round)")]
      _ = try await process.call("notify", params.bytes, within: launch.deadline)
    }
  }

  private static func handoff(key: String) -> JSONValue {
    [
      "type": "handoff.opened", "key": .string(key), "handoff": 1, "team": "care", "level": 0,
      "reason": "a human knows better", "openedAt": "2026-01-05T09:00:00.000Z", "replies": [],
      "message": ExternalStage.item(.make(), .make())["message"] ?? .null,
    ]
  }

  private static func full(
    key: String, _ occasion: HandoffNotification.Occasion
  ) -> HandoffNotification {
    HandoffNotification(
      key: key, handoff: 2, team: "care", level: 1, occasion: occasion, urgency: .critical,
      reason: "a complaint", category: "refund", message: .make("Third time: refund me!"),
      conversation: [.init(isOurs: true, text: "We look into it.", at: fixtureTime)],
      timesAsked: 3, replies: ["Sorry! A colleague looks into it."],
      insight: Insight(
        sentiment: "negative", intent: "complaint", severity: 0.5, evidence: ["refund"]),
      suggestion: "It is on its way.", openedAt: fixtureTime, dueAt: fixtureTime + .hours(4),
      windowUsed: 75, reader: Reader(name: "Ana", due: "Mon 5 Jan 13:00 (UTC), in 4 h"),
      links: HandoffLinks(
        take: "https://desk.example/t", snooze: "https://desk.example/s",
        close: "https://desk.example/c"),
      takenBy: "Ana", ending: "answered by Ana",
      others: [HandoffBrief(handoff: 3, author: "@bo@example.social", text: "Me too!")])
  }

  private static let alarm: JSONValue = [
    "type": "alarm.raised", "key": "alarm/1", "alarm": "connectorSilent", "subject": "mastodon",
    "sentence": "mastodon: no successful poll for 60 s", "since": "2026-01-05T08:59:00.000Z",
    "at": "2026-01-05T09:00:00.000Z",
  ]
}
