import Foundation
import PluginKit
import PluginTesting

@testable import Console
@testable import Engine

/// Conversations and drafts.
extension PageFixtures {
  private static let complaint = """
    My charger started to smoke last night while my kids slept in the room. I want my money back \
    and I will talk to a lawyer.

    Order 4711, this is the third time I write!
    """

  private var decision: JSONValue {
    [
      "findings": [
        "language": ["code": .string(say("en")), "confidence": 0.98],
        "sentiment": [
          "label": .string(say("negative")), "score": -0.71,
          "probabilities": ["negative": 0.8, "neutral": 0.15, "positive": 0.05],
        ],
        "intent": [
          "label": .string(say("complaint")), "probabilities": ["complaint": 0.93, "other": 0.07],
          "wantsReply": 0.95,
        ],
        "crisis": ["severity": 0.72, "categories": ["safety": 0.7, "legal": 0.41]],
        "faq": [
          "answered": false, "confidence": 0.41,
          "candidates": [["entry": .string(say("refund")), "score": 0.41]],
          "suggestions": [
            ["entry": .string(say("refund")), "text": .string(say(Self.answer))],
            ["entry": .string(say("charger-recall")), "text": .string(say(Self.recall))],
          ],
        ],
      ],
      "decision": [
        "action": "hold+handoff", "team": "care",
        "reason": .string(say("crisis: a product is said to have caught fire")),
      ],
      "evidence": [
        "crisis": [.string(say("started to smoke")), .string(say("lawyer"))],
        "sentiment": [.string(say("third time"))],
      ],
      "proposals": [
        ["stage": "crisis", "proposes": "hold", "text": .string(say("safety 0.72"))],
        ["stage": "courses", "proposes": "acknowledge", "text": .string(say(Self.answer))],
        [
          "stage": "handoff", "proposes": "handoff (fallback)",
          "text": .string(say("no stage could answer this")),
        ],
      ],
    ]
  }

  private static let answer =
    "We are sorry, and we refund you in full. Please send us your order number in a private message."
  private static let recall =
    "Please unplug the charger now and keep it away from anything that burns."

  private func author() -> Author {
    Author(
      id: "a1", handle: say("@mira@social.example"), name: say("Mira Solveig"), followers: 48_000)
  }

  private func message(
    _ row: Int64, _ text: String, hoursAgo: Int, deleted: Bool = false
  ) -> TimelineEntry {
    let at = now - .hours(hoursAgo)
    return TimelineEntry(
      at: at,
      .message(
        TimelineMessage(
          row: row,
          message: .make(
            say(text), id: say("\(row)"), connector: "mastodon", platform: "mastodon",
            author: author(), createdAt: at, url: "https://social.example/@mira/\(row)",
            contentWarning: row == 1 ? say("fire") : nil,
            media: row == 1 ? [Medium(kind: .image, description: say("a burnt charger"))] : []),
          deletedAt: deleted ? now - .hours(1) : nil, closing: row == 0 ? "handedOff" : nil,
          closingDetail: row == 0 ? say("care") : nil, decision: decision)))
  }

  private var now: Date { Self.now }

  var handoff: HandoffRow {
    HandoffRow(
      id: 1201, message: 1, messageID: say("mastodon/1"), team: say("care"), category: "safety",
      reason: say("crisis: a product is said to have caught fire"), state: .notified,
      openedAt: now - .hours(2), dueAt: now - .minutes(34), takenBy: nil,
      author: say("@mira@social.example"), text: say(Self.complaint), conversation: 1201,
      urgency: .critical, timesAsked: 3, assignee: "ben", unreachedAt: now)
  }

  private var record: ConversationRecord {
    ConversationRecord(
      id: 1201, connector: "mastodon", platform: "mastodon", author: author(),
      isOwnedByHuman: true, summary: say("Wants a refund for the charger of order 4711."),
      handoff: handoff,
      entries: [
        message(0, "hello? anybody there", hoursAgo: 26, deleted: true),
        TimelineEntry(
          at: now - .hours(25),
          .reply(
            TimelineReply(
              row: 1, kind: "acknowledgement",
              text: say("Thank you for writing; a colleague looks into it."), state: .posted,
              url: "https://social.example/@northwind/1", detail: say("first window")))),
        TimelineEntry(
          at: now - .hours(24),
          .note(TimelineNote(id: 1, by: say("Ben"), text: say("Called the warehouse.\nNo news.")))
        ),
        TimelineEntry(at: now - .hours(3), .event("handoff opened", say("for care"))),
        message(1, Self.complaint, hoursAgo: 2),
        TimelineEntry(
          at: now - .hours(1),
          .reply(
            TimelineReply(
              row: 2, kind: "answer", text: say(Self.answer), state: .superseded, by: say("Ben")))),
      ],
      contacts: (0..<3).map { index in
        PriorContact(
          conversation: 900 + Int64(index), connector: "mastodon",
          at: now - .hours(240 * (index + 1)), text: say("Is the blue tent back in stock?"),
          closing: ["answered", "handedOff", nil][index])
      }, contactCount: 7)
  }

  var conversation: ConversationView {
    ConversationView(
      record: record,
      macros: [
        Macro(
          id: 1, name: say("ask for the order"), text: say("Hello {{name}}, which order is it?"),
          by: say("Ben"))
      ], viewing: [say("Ben")], people: people, procedures: [say("pageOnCall"), "recall"],
      limit: TextLimit(max: 500, unit: .scalars), person: "ana")
  }

  /// Somebody else has it.
  var taken: ConversationView {
    var view = conversation
    view.record.handoff?.state = .taken
    view.record.handoff?.takenBy = say("Ben") + " "
    view.record.takenAt = now - .minutes(12)
    view.record.draft = drafts.first
    return view
  }

  /// Just answered, and a text that the guide words anew.
  var undo: ConversationView {
    var view = conversation
    view.record.handoff?.state = .taken
    view.record.handoff?.takenBy = say("Ana")
    view.record.handoff?.dueAt = now + .minutes(25)
    view.record.takenAt = now - .minutes(12)
    view.record.entries.append(
      TimelineEntry(
        at: now,
        .reply(
          TimelineReply(
            row: 9, kind: "human", text: say(Self.answer), state: .queued, by: say("Ana"),
            undoUntil: now + .seconds(8)))))
    view.writing = say("We are so happy to refund you!!!")
    view.review = ReviewVerdict(
      used: 32, limit: 500, verdict: .rewrite(say("We refund you in full.")))
    return view
  }

  var drafts: [DraftRow] {
    [
      DraftRow(
        id: 77, message: 5, messageID: say("mastodon/5"), kind: "answer",
        text: say("Hello, the code works on everything but sale items. – Northwind, by machine"),
        author: say("@deals@social.example"), messageText: say("Does the 20 % code work on tents?"),
        suggestions: [
          say("The code works on everything but sale items."), say("Codes work once an order."),
        ], until: now + .minutes(21)),
      DraftRow(
        id: 78, message: 6, messageID: say("reviews/6"), kind: "acknowledgement",
        text: say("Thank you for telling us; a colleague writes to you today."),
        author: say("@paula"), messageText: say("Two stars. The zip broke on the first day."),
        until: now + .hours(3)),
    ]
  }
}
