import PluginHosting
import PluginKit
import PluginTesting

extension ConformanceSuite {
  var notifierChecks: [() async -> CheckResult] {
    [hostileHandoffs, repeatedKey, alarms, notifierMemory]
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

  private func alarms() async -> CheckResult {
    var note: String?
    let problems = await problems { process, _ in
      do {
        let params: JSONValue = ["notification": Self.alarm]
        _ = try await process.call("notify", params.bytes, within: launch.deadline)
      } catch CallFailure.answered(let message, _, _) {
        note = "it carries none: \(message)"
      }
    }
    return CheckResult("an alarm is taken, or refused in words", problems: problems, note: note)
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

  private static let alarm: JSONValue = [
    "type": "alarm.raised", "key": "alarm/1", "alarm": "connectorSilent", "subject": "mastodon",
    "sentence": "mastodon: no successful poll for 60 s", "since": "2026-01-05T08:59:00.000Z",
    "at": "2026-01-05T09:00:00.000Z",
  ]
}
