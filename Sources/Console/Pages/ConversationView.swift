import Engine
import Foundation
import PluginKit

/// One conversation, and all that can be done in it.
struct ConversationView: PageView {
  static let template = "conversation"

  /// A text that somebody chose to begin with, without a script.
  enum Insertion: Sendable, Hashable {
    case macro(Int64)
    /// By its place in the list.
    case suggestion(Int)
  }

  var record: ConversationRecord
  var macros: [Macro] = []
  /// Who else looks at it now.
  var viewing: [String] = []
  /// To assign to.
  var people: [Choice] = []
  /// Names of procedures, to open an incident.
  var procedures: [String] = []
  var limit = TextLimit()
  /// The platform's, as they stand now.
  var rules: [EligibilityRule] = []
  /// What stands in the editor.
  var writing = ""
  var insertion: Insertion?
  /// Of `writing`.
  var review: ReviewVerdict?
  /// Whoever looks, as a person of the config.
  var person: String?

  var title: String { Cut.line(customer, 60) }
  var place: NavPlace? { .inbox }

  func slots(_ frame: PageFrame) -> Slots {
    var slots: Slots = [
      "conversation": "\(record.id)", "customer": Cut.line(customer, 80),
      "handle": Cut.line(record.author.handle, 80), "place": accountWords,
      "here": "/conversations/\(record.id)", "connector": record.connector,
      "ownership": record.isOwnedByHuman
        ? "People answer; the bot stays silent." : "The bot may answer.",
      "macros": macroSlots, "hasMacros": !macros.isEmpty, "snoozes": SnoozeChoice.slots(frame),
      "curly": "{{name}}",
    ]
    slots.merge(ConversationDesk(self, frame).slots) { $1 }
    slots.merge(EditorText(self, frame).slots) { $1 }
    slots.merge(TimelineText(record, frame).slots) { $1 }
    slots.merge(contacts(frame)) { $1 }
    if let words = PresenceText.words(viewing) { slots["viewing"] = words }
    if let handoff = record.handoff { slots["due"] = DueText.slots(handoff, frame) }
    if let summary = record.summary, !summary.isEmpty {
      slots["summary"] = ["pieces": Pieces(summary).slots]
    }
    if let followers = record.author.followers { slots["followers"] = "\(followers)" }
    slots["undo"] = undo(frame)
    return slots
  }

  var customer: String {
    record.author.name.isEmpty ? record.author.handle : record.author.name
  }

  private var accountWords: String {
    record.connector == record.platform
      ? "on \(record.platform)" : "on \(record.platform), \(record.connector)"
  }

  private var macroSlots: [Slots] {
    macros.map {
      [
        "macroID": "\($0.id)", "macroName": $0.name, "macroBy": $0.by,
        "editable": $0.filled(for: record.author),
      ]
    }
  }

  private func undo(_ frame: PageFrame) -> [Slots] {
    record.entries.compactMap { entry in
      guard case .reply(let reply) = entry.content, let until = reply.undoUntil,
        until > frame.now, reply.by == frame.viewer?.name, frame.viewer?.mayAnswer == true
      else { return nil }
      return [
        "row": "\(reply.row)", "until": PageFrame.iso(until),
        "left": "\(Int(until.timeIntervalSince(frame.now).rounded(.up)))",
      ]
    }
  }

  private func contacts(_ frame: PageFrame) -> Slots {
    [
      "hasContacts": !record.contacts.isEmpty, "contactCount": "\(record.contactCount)",
      "contacts": record.contacts.map { contact -> Slots in
        let slots: Slots = [
          "contactID": "\(contact.conversation)", "line": Cut.line(contact.text, 120),
          "ending": contact.closing.map(ClosingText.words) ?? "open",
        ]
        return slots.merging(frame.moment(contact.at)) { $1 }
      },
    ]
  }
}

extension Macro {
  /// With the customer's first name, of letters only, where the macro wants it.
  func filled(for author: Author) -> String {
    let first = author.name.split(whereSeparator: \.isWhitespace).first ?? ""
    let letters = String.UnicodeScalarView(first.unicodeScalars.prefix(40)).filter {
      $0.properties.isAlphabetic || $0 == "-" || $0 == "'" || $0 == "’"
    }
    return text.replacing("{{name}}", with: String(String.UnicodeScalarView(letters)))
  }
}

/// How a message ended, in words.
enum ClosingText {
  static func words(_ closing: String) -> String {
    switch closing {
    case "handedOff": "handed off"
    default: closing
    }
  }
}
