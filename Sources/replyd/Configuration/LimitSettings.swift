import Console
import Engine
import PluginKit

/// Guards and bounds of the engine.
struct LimitSettings: Settings {
  let replies: ReplyLimits
  let coalesce: Duration
  let stageDeadline: Duration
  let drain: Duration
  let quarantineAfter: Int

  init(_ f: inout Fields) {
    replies = ReplyLimits(
      maxAutomatedTurns: f.integer(
        "maxAutomatedTurns", default: 3, in: 1...100,
        help: "automatic replies in one conversation before a human takes over"),
      maxRepliesPerAuthorHour: f.integer(
        "maxRepliesPerAuthorHour", default: 6, in: 1...10_000,
        help: "automatic replies to one author in an hour"),
      cooldown: f.duration(
        "cooldown", default: .zero, in: .zero ... .hours(24),
        help: "pause between two automatic replies in one conversation"),
      staleAfter: f.duration(
        "staleAfter", default: .hours(12), in: .seconds(1) ... .hours(24 * 30),
        help: "older messages are handed off, not answered late"))
    coalesce = f.duration(
      "coalesce", default: .seconds(3), in: .zero ... .minutes(10),
      help: "how long a burst from one author is gathered")
    stageDeadline = f.duration(
      "stageDeadline", default: .seconds(10), in: .milliseconds(100) ... .minutes(10),
      help: "a stage that takes longer hangs: the process ends and that message is handed off")
    drain = f.duration(
      "drain", default: .seconds(10), in: .seconds(1) ... .minutes(10),
      help: "how long SIGTERM waits for what is in flight")
    quarantineAfter = f.integer(
      "quarantineAfter", default: 3, in: 1...100, unit: "crashes",
      help: "a message present at so many crashes is handed off")
  }
}
