import Foundation
import PluginKit
import PluginTesting

@testable import Console
@testable import Engine

/// Records that fill every page. Each text that somebody may have written goes through `say`.
struct PageFixtures {
  var say: @Sendable (String) -> String = { $0 }
  var role = Role.admin
  /// Messages of the report.
  var reported = 280

  static let now = fixtureTime
  static let zone = TimeZone(identifier: "Europe/Madrid") ?? .gmt

  private var now: Date { Self.now }

  func frame(_ flash: PageFrame.Flash? = nil) -> PageFrame {
    PageFrame(
      brand: say("Northwind Outfitters"),
      viewer: Viewer(name: say("Ana"), role: role, csrf: "0123456789abcdef"),
      counts: .init(inbox: 23, overdue: 2, approvals: 4, incidents: 1, alarms: 1), holds: holds,
      flash: flash, zone: Self.zone, now: now, people: ["ben": say("Ben")])
  }

  /// Without holds and alarms, as most days are.
  var calm: PageFrame {
    var frame = frame()
    frame.holds = []
    frame.counts = .init(inbox: 23, overdue: 2, approvals: 4)
    return frame
  }

  var holds: [Hold] {
    [
      Hold(
        row: 1, scope: .connector("mastodon"), reason: say("the charger recall is being checked"),
        by: say("Ben"), at: now - .minutes(40)),
      Hold(
        row: 2, scope: .topic(TopicWords(text: say("charger, smoke"))),
        reason: say("incident 3"), by: "replyd", at: now - .minutes(55), incident: 3),
    ]
  }

  var people: [Choice] { [Choice("ana", say("Ana")), Choice("ben", say("Ben"))] }

  /// Compiling takes longer than filling.
  private static let compiled = Result { try Pages() }

  /// - Parameter names: only these; nil: all.
  func pages(_ names: Set<String>? = nil) throws -> [(name: String, html: String)] {
    let pages = try Self.compiled.get()
    let unsigned = PageFrame(
      brand: say("Northwind Outfitters"), viewer: nil, zone: Self.zone, now: now)
    var made: [(name: String, html: String)] = []
    func page<View: PageView>(
      _ name: String, _ view: @autoclosure () -> View, _ frame: @autoclosure () -> PageFrame
    ) {
      if names?.contains(name) ?? true { made.append((name, pages.page(view(), in: frame()))) }
    }
    let flash = PageFrame.Flash(text: say("Handoff 1204 is yours."))
    let trouble = PageFrame.Flash(text: say("Ben was first."), isTrouble: true)
    page("inbox", inbox, calm)
    page("inbox-held", found, frame(flash))
    page("inbox-empty", InboxView(inbox: InboxPage(rows: []), query: query), calm)
    page("conversation", conversation, calm)
    page("conversation-taken", taken, frame(trouble))
    page("conversation-undo", undo, calm)
    page("approvals", ApprovalsView(drafts: drafts), calm)
    page("approvals-empty", ApprovalsView(drafts: []), calm)
    page("incidents", incidents, frame())
    page("incident", IncidentView(incident: incident(isOpen: true), person: "ana"), frame())
    page("incident-ended", IncidentView(incident: incident(isOpen: false)), calm)
    page("reports", ReportsView(report: report, since: "7d"), calm)
    page(
      "reports-mistake", ReportsView(since: say("soon"), mistake: say("soon is no time")), calm)
    page("health", health, frame())
    page("account", account, calm)
    page("account-enrolling", enrolling, calm)
    page("users", users, calm)
    page("audit", audit, calm)
    page("trouble", TroubleView.conflict(say("Ben was first"), link: Choice("/inbox")), calm)
    page("sign-in", SignInView(csrf: "0123456789abcdef"), unsigned)
    page(
      "sign-in-again",
      SignInView(
        name: say("ana"), asksCode: true, trouble: say("That did not fit."), next: "/inbox",
        csrf: "0123456789abcdef"), unsigned)
    return made
  }
}

/// The inbox.
extension PageFixtures {
  var query: InboxQuery { InboxQuery(name: say("Ana"), person: "ana") }

  /// Searched for.
  private var found: InboxView {
    var view = inbox
    view.query.search = say("charger")
    view.query.after = InboxCursor(at: 5, id: 9)
    return view
  }

  private struct Line {
    var id: Int64
    var minutes: Int?
    var name: String
    var text: String
    var urgency = Urgency.normal
    var category: String?
    var intent: String?
    var sentiment: String?
    var takenBy: String?
    var followers: Int?
    var messages = 1
    var draft: Int64?
    var isPublic = true
    var asked = 1
  }

  private static let lines = [
    Line(
      id: 1201, minutes: -34, name: "Mira Solveig",
      text: """
        My charger started to smoke last night while my kids slept in the room. This is the third \
        time I write and nobody answers!
        """, urgency: .critical, category: "safety", intent: "complaint", sentiment: "negative",
      followers: 48_000, messages: 3, asked: 3),
    Line(
      id: 1202, minutes: -2, name: "otto k.", text: "Wo bleibt meine Bestellung 4711?",
      intent: "question", messages: 2),
    Line(
      id: 1203, minutes: 12, name: "Jonas Breitenfellner-Hohenwarter",
      text: """
        averyveryveryveryverylongwordwithoutanybreakinitatallthatgoesonandonandonandonandonandon \
        why was my return not refunded
        """, urgency: .high, intent: "complaint", sentiment: "negative"),
    Line(
      id: 1204, minutes: 47, name: "Noura", text: "وين طلبي؟ صار له أسبوعين وما وصل شي",
      intent: "question"
    ),
    Line(
      id: 1205, minutes: 83, name: "deal hunter", text: "Does the 20 % code work on tents?",
      intent: "question", draft: 77),
    Line(
      id: 1206, minutes: 200, name: "Paula", text: "Can you change my address before it ships?",
      intent: "question", takenBy: "Ben", isPublic: false),
    Line(
      id: 1207, minutes: 1700, name: "Sam", text: "Love the new jacket, thank you!",
      intent: "praise", sentiment: "positive"),
    Line(id: 1208, minutes: nil, name: "", text: "?"),
  ]

  var inbox: InboxView {
    let rows = Self.lines.map { line in
      InboxRow(
        handoff: HandoffRow(
          id: line.id, message: line.id, messageID: "mastodon/\(line.id)", team: "care",
          category: line.category, reason: say("no stage could answer this"),
          state: line.takenBy == nil ? .notified : .taken, openedAt: now - .hours(2),
          dueAt: line.minutes.map { now + .minutes($0) }, takenBy: line.takenBy.map(say),
          author: say("@\(line.name.isEmpty ? "guest" : "user\(line.id)")@social.example"),
          text: say(line.text), conversation: line.id, urgency: line.urgency,
          timesAsked: line.asked, assignee: line.id == 1202 ? "ben" : nil),
        connector: "mastodon", platform: "mastodon", authorName: say(line.name),
        followers: line.followers, isPublic: line.isPublic, createdAt: now - .hours(3),
        messages: line.messages, intent: line.intent.map(say), sentiment: line.sentiment,
        language: say("de"), draft: line.draft)
    }
    return InboxView(
      inbox: InboxPage(
        rows: rows, next: InboxCursor(at: 1, id: 2),
        counts: [.waiting: 23, .mine: 3, .taken: 6, .snoozed: 2]),
      query: query, teams: [say("care"), "press"], connectors: ["mastodon", "reviews"],
      people: people, presence: [1201: [say("Ben")]])
  }
}

/// Signing in, and who may.
extension PageFixtures {
  var account: AccountView {
    AccountView(
      sessions: [
        .init(
          id: 1, agent: say("Firefox on Linux"), address: say("192.0.2.7"),
          startedAt: now - .hours(5), seenAt: now, isThis: true),
        .init(
          id: 2, agent: say("Safari on iPhone"), address: say("198.51.100.4"),
          startedAt: now - .hours(50), seenAt: now - .hours(20), isThis: false),
      ], code: .on)
  }

  var enrolling: AccountView {
    var view = account
    view.code = .enrolling(
      secret: say("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
      uri: "otpauth://totp/replyd:ana?secret=JBSWY3DPEHPK3PXP&issuer=replyd")
    return view
  }

  var users: UsersView {
    UsersView(
      users: [
        .init(
          name: say("Ana"), role: .admin, teams: nil, isDisabled: false, hasCode: true,
          seenAt: now),
        .init(
          name: say("Ben"), role: .agent, teams: [say("care"), say("press")], isDisabled: false,
          hasCode: false, seenAt: now - .hours(30)),
        .init(
          name: say("Carl"), role: .viewer, teams: [], isDisabled: true, hasCode: false,
          seenAt: nil),
      ],
      tokens: [
        .init(
          id: 1, name: say("nightly report"), scopes: [.read], by: say("Ana"),
          madeAt: now - .hours(900), usedAt: now - .hours(7), expiresAt: now + .hours(900),
          isRevoked: false),
        .init(
          id: 2, name: say("old script"), scopes: [.read, .handoffs], by: say("Ben"),
          madeAt: now - .hours(9000), usedAt: nil, expiresAt: nil, isRevoked: true),
      ], secret: ("Token “nightly report”", say("rpl_2m8fk20dk3mf9s0dkfm2kd0s")))
  }

  var audit: AuditView {
    AuditView(
      lines: (0..<12).map { index in
        .init(
          at: now - .minutes(index * 7), by: say("Ana"),
          what: ["signed in", "took", "replied", "set a hold"][index % 4],
          subject: say("handoff \(1204 - index)"), detail: say("from the inbox"),
          address: say("192.0.2.7"))
      }, olderPath: "/audit?before=12")
  }

  var health: HealthView {
    HealthView(
      connectors: [
        .init(
          id: say("mastodon"), plugin: "mastodon", mode: "auto", lastPollAt: now - .seconds(9),
          budget: say("212 of 300 until 17:10"), queued: 3),
        .init(
          id: say("reviews"), plugin: "reviews", mode: "draft", lamp: .failing,
          lastPollAt: now - .minutes(22),
          lastError: say("the server said 503 Service Unavailable"),
          lastErrorAt: now - .minutes(1)),
        .init(id: say("demo"), plugin: "replay", mode: "off", lamp: .off),
      ],
      plugins: ["language", "sentiment", "intent", "crisis", "faq"].map {
        .init(name: say($0), kind: "stage", state: say("runs, half within 0.4 ms"))
      } + [
        .init(name: say("crm"), kind: "stage", lamp: .waiting, state: say("starts again in 8 s"))
      ],
      alarms: [
        .init(
          name: say("connectorDown"), since: now - .minutes(22),
          text: say("reviews was not polled for 22 minutes"))
      ],
      facts: [
        .init("Version", say("1.0")), .init("Runs since", "Thu 12 Jun 09:00"),
        .init("Config", say("3f9a2c41d7e0")), .init("Messages", "18,204"),
      ],
      refused: .init(
        at: now - .minutes(3),
        problems: [say("replyd.json:14:9: $.stages[2].settings.answerAbov: unknown key")]),
      changes: [
        .init(
          path: say("connectors.mastodon.pollEvery"), kind: "changed", old: say("15s"),
          new: say("30s")),
        .init(path: say("teams.press"), kind: "added"),
      ])
  }
}
