import Foundation
import PluginKit
import PluginTesting

@testable import Console
@testable import Engine

/// Incidents and reports.
extension PageFixtures {
  private var now: Date { Self.now }

  private func row(_ id: Int64, isOpen: Bool, isBurst: Bool) -> IncidentRow {
    let facts = BurstFacts(
      id: id, kind: .topic, name: say("charger smoke"), messages: 214, usualPerHour: 1.4,
      firstAt: now - .minutes(80), lastAt: now - .minutes(2), firstConnector: "mastodon",
      sentiments: ["negative": 180, "neutral": 34], connectors: ["mastodon": 214],
      examples: [
        say("My charger smokes!"), say("Is the KB-210 safe to use?"),
        say("Ladegerät qualmt, was nun?"),
      ])
    return IncidentRow(
      id: id, procedure: say("recall"), category: isBurst ? "burst" : say("safety"), severity: 0.72,
      openedAt: now - .minutes(75), openedBy: say("replyd"), resumedAt: isOpen ? nil : now,
      messages: 214, message: say("mastodon/1"),
      text: say("My charger started to smoke last night while my kids slept in the room."),
      stepsDone: 3, steps: 4, holding: isOpen ? 12 : 0, holds: isOpen ? ["topic:charger"] : [],
      agreed: isOpen ? [say("Ben")] : [say("Ben"), say("Ana")], people: 2,
      mayResume: [say("Ana"), "ana", say("Ben")],
      resources: ["https://wiki.example/recall", say("the binder on the shelf")],
      burst: isBurst
        ? IncidentRow.Burst(key: "k", quietAt: nil, mergedInto: isOpen ? nil : 2, facts: facts)
        : nil)
  }

  var incidents: IncidentsView {
    IncidentsView(
      incidents: .array(
        [
          row(3, isOpen: true, isBurst: true), row(2, isOpen: true, isBurst: false),
          row(1, isOpen: false, isBurst: false),
        ].map { $0.json(in: Self.zone) }), holds: holds, procedures: [say("recall"), "pageOnCall"],
      connectors: ["mastodon", "reviews"],
      drill: [
        say("1. would hold replies about charger: 12 on their way"), say("2. would tell ben"),
      ])
  }

  func incident(isOpen: Bool) -> JSONValue {
    func event(_ minutes: Int, _ kind: String, _ detail: String) -> IncidentRecord.Event {
      .init(
        at: now - .minutes(minutes), kind: kind, detail: say(detail), message: say("mastodon/1"))
    }
    func step(_ number: Int, _ action: StepAction, done: Bool) -> IncidentRecord.Step {
      .init(
        number: number, action: action, dueAt: now - .minutes(70 - 20 * number),
        doneAt: done ? now - .minutes(69 - 20 * number) : nil, outcome: done ? say("done") : nil)
    }
    var replies = IncidentRecord.Replies()
    (replies.held, replies.waiting, replies.statements) = (14, 12, 1)
    return IncidentRecord(
      row: row(3, isOpen: isOpen, isBurst: true),
      steps: [
        step(1, .hold(.topic, words: [say("charger")]), done: true),
        step(
          2, .tell(notifiers: ["onCall"], people: [say("ben")], evenIfTaken: true), done: true),
        step(
          3, .say([.init(language: "en", text: say("We look into it."))], to: .held, .auto),
          done: false),
      ],
      events: [
        event(75, "opened", "charger smoke, 21 messages in 10 minutes"),
        event(74, "held", "topic charger"), event(70, "told", "Ben by pager"),
        event(12, "agreed", "Ben"),
      ], replies: replies, authors: 187
    ).json(in: Self.zone)
  }

  var report: Report {
    var builder = ReportBuilder(
      ReportPeriod(since: now - .hours(168), until: now), brand: .make(name: say("Northwind")),
      now: now)
    for index in 0..<reported {
      let at = now - .minutes(36 * index + 20)
      var row = ReportRow(
        row: Int64(index), message: say("mastodon/\(index)"),
        connector: index % 3 == 0 ? "reviews" : "mastodon", platform: "mastodon",
        author: say("@user\(index)@social.example"),
        url: index % 2 == 0 ? "https://social.example/\(index)" : nil, createdAt: at,
        receivedAt: at)
      row.sentiment = ["negative", "neutral", "positive", "negative"][index % 4]
      row.intent = say(["complaint", "question", "praise"][index % 3])
      row.wantsReply = 0.9
      row.replies = [.init(kind: "answer", postedAt: at + .minutes(2 + index % 50))]
      row.handoff = .init(
        team: say(index % 5 == 0 ? "press" : "care"), state: .answered, openedAt: at,
        takenAt: at + .minutes(9))
      row.acknowledge = [.init(due: at + .minutes(60), outcome: index % 14 == 0 ? .missed : .met)]
      row.human = [.init(due: at + .hours(4), outcome: index % 9 == 0 ? .missed : .met)]
      row.outcomes = [
        .init(
          step: 1, since: at, isTreated: index % 2 == 0,
          result: ["thanked", "silent", "wroteAgain"][index % 3])
      ]
      builder.add(row)
    }
    return builder.result(corrections: [:], incidents: [:])
  }
}
