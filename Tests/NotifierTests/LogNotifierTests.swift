import Foundation
import LogNotifierPlugin
import Logging
import PluginKit
import PluginTesting
import Synchronization
import TestSupport
import Testing

@testable import struct LogNotifierPlugin.LogNotifier
@testable import enum LogNotifierPlugin.TerminalText

@Suite struct LogNotifierTests {
  /// Keeps what a logger writes.
  final class Lines: Sendable {
    let all = Mutex<[String]>([])
  }

  struct Handler: LogHandler {
    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }
    func log(event: LogEvent) {
      lines.all.withLock { $0.append("\(event.level): \(event.message)") }
    }
  }

  @Test func anAlarmIsOneLine() async throws {
    let lines = Lines()
    let logger = Logger(label: "test") { _ in Handler(lines: lines) }
    try await LogNotifier(logger: logger, maxText: 0).alarm(
      AlarmNotification(
        key: "k1", kind: "stageFailing", subject: "fa\u{202E}q\n", phase: .over, sentence: "\"no\"",
        since: fixtureTime, at: fixtureTime))
    #expect(
      lines.all.withLock { $0 } == [
        #"warning: alarm over kind="stageFailing" subject="fa\u{202e}q\n" what="\"no\"" "#
          + #"since=2025-06-15T15:06:40Z key="k1""#
      ])
  }

  func logged(_ notification: HandoffNotification, maxText: Int = 280) async throws -> String {
    let lines = Lines()
    let logger = Logger(label: "test") { _ in Handler(lines: lines) }
    try await LogNotifier(logger: logger, maxText: maxText).notify(notification)
    let all = lines.all.withLock { $0 }
    #expect(all.count == 1)
    return all.first ?? ""
  }

  @Test func aHandoffIsOneLineWithEverythingAHumanNeeds() async throws {
    let line = try await logged(
      .make(
        key: "h12-0", handoff: 12, reason: "complaint", category: "refund",
        message: .make("Still no refund!\n", id: "117", url: "https://example.social/117"),
        dueAt: fixtureTime))
    #expect(
      line == #"warning: handoff 12 to team="care" reason="complaint" category="refund" "#
        + #"message="test/117" author="@ana@example.social" text="Still no refund!\n" "#
        + #"url="https://example.social/117" replies=0 opened=2025-06-15T15:06:40Z "#
        + #"due=2025-06-15T15:06:40Z key="h12-0""#)
    #expect(try await logged(.make(level: 2)).contains("escalation 2 of handoff 1 "))
    #expect(try await !logged(.make(), maxText: 0).contains("order"))
  }

  @Test(arguments: [
    "a\nb", "a\r\nb", "\u{1B}[2J", "\u{202E}evil", "\u{2066}x", "\u{200F}x", "a\u{2028}b", "\u{85}",
    "\u{9B}31m", "\u{0}", "\u{FEFF}", "\u{E0041}", "\u{7F}", "\u{61C}", "\" key=\"x",
  ])
  func nothingHostileReachesTheTerminal(text: String) async throws {
    var message = Message.make(text, id: text, author: .make(handle: text), url: text)
    message.contentWarning = text
    let line = try await logged(
      .make(key: text, team: text, reason: text, category: text, message: message))
    #expect(
      !line.unicodeScalars.contains { scalar in
        let category = scalar.properties.generalCategory
        return [.control, .format, .lineSeparator, .paragraphSeparator].contains(category)
      })
    #expect(!line.contains(" key=\"x"))
  }

  @Test(arguments: [
    ("short", 10, "short"), ("exactly 10", 10, "exactly 10"), ("more than ten", 10, "more than …"),
    ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 10, "👩‍👩‍👧‍👦👩‍👩‍👧‍👦"), ("a" + String(repeating: "\u{301}", count: 1000), 10, "…"),
    ("back\\slash", 20, "back\\\\slash"),
  ])
  func longTextIsCut(text: String, limit: Int, expected: String) {
    #expect(TerminalText.escaped(text, limit: limit) == expected)
  }

  @Test func itsSettingsAreChecked() throws {
    _ = try logNotifier.built([:])
    #expect(throws: SettingsIssues.self) { try logNotifier.built(["maxText": -1]) }
  }

  @Test func eachOccasionBeginsItsLine() async throws {
    let wanted: [HandoffNotification.Occasion: String] = [
      .opened: "handoff 12 to", .escalated: "escalation 1 of handoff 12 to",
      .warning: "75% of the time is over for handoff 12 to", .overdue: "overdue handoff 12 to",
      .failed: "reply not sent for handoff 12 to", .taken: "taken handoff 12 to",
      .reassigned: "reassigned handoff 12 to", .woken: "snooze over for handoff 12 to",
      .ended: "end of handoff 12 to", .incident: "incident in handoff 12 to",
    ]
    for occasion in HandoffNotification.Occasion.allCases {
      let line = try await logged(.full(occasion: occasion, urgency: .high, level: 1, others: 2))
      #expect(line.hasPrefix("warning: \(wanted[occasion] ?? "?")"))
      #expect(line.contains(#" urgency=high category="refund" "#))
      #expect(line.contains(#" asked=3 intent="complaint" sentiment="negative" severity=0.73 "#))
      #expect(line.contains(" others=20,21 key="))
      #expect(line.contains("takenBy=\"Bea\"") == (occasion == .reassigned))
      #expect(line.contains("ending=\"Bea answered it.\"") == (occasion == .ended))
    }
  }

  @Test(arguments: Hostile.texts)
  func aDigestIsOneLine(text: String) async throws {
    let lines = Lines()
    var logger = Logger(label: "test") { _ in Handler(lines: lines) }
    logger.logLevel = .info
    let notifier = LogNotifier(logger: logger, maxText: 280)
    try await notifier.digest(.waiting(60, text))
    try await notifier.digest(.daily(text))
    let all = lines.all.withLock { $0 }
    #expect(all.count == 2 && !all.contains { $0.contains { $0.isNewline } })
    #expect(
      all[0].hasPrefix(
        #"warning: digest waiting team="care" title="60 handoffs wait for care" count=60 "#))
    #expect(all[1].hasPrefix(#"info: digest daily title="15 June: 41 answered" "Answered"="#))
    #expect(all[1].hasSuffix(#" "Handed off"="3" key="r-1""#))
  }
}
