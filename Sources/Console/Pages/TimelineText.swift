import Engine
import Foundation
import PluginKit

/// What was said in a conversation, by both sides, in its order.
struct TimelineText {
  private let record: ConversationRecord
  private let frame: PageFrame

  init(_ record: ConversationRecord, _ frame: PageFrame) {
    self.record = record
    self.frame = frame
  }

  var slots: Slots {
    let mayAnswer = frame.viewer?.mayAnswer ?? false
    return [
      "entries": record.entries.map(entry), "mayCorrect": mayAnswer,
      "correctionKinds": Self.correctionKinds.slots(),
      "isCut": record.entries.count >= ConversationRecord.entryLimit,
      "entryLimit": "\(ConversationRecord.entryLimit)",
    ]
  }

  static let correctionKinds = [
    Choice(Correction.Kind.label.rawValue, "a label"),
    Choice(Correction.Kind.missedHandoff.rawValue, "a person should have seen it"),
    Choice(Correction.Kind.needlessHandoff.rawValue, "it needed nobody"),
    Choice(Correction.Kind.answerWithdrawn.rawValue, "our answer was wrong"),
  ]

  private func entry(_ entry: TimelineEntry) -> Slots {
    let moment = frame.moment(entry.at)
    switch entry.content {
    case .message(let message):
      return ["theirs": theirs(message).merging(moment) { $1 }]
    case .reply(let reply): return ["ours": ours(reply).merging(moment) { $1 }]
    case .note(let note):
      let slots: Slots = [
        "row": "\(note.id)", "writer": note.by, "pieces": Pieces(note.text).slots,
      ]
      return ["memo": slots.merging(moment) { $1 }]
    case .event(let kind, let detail):
      var slots = moment
      slots["what"] = Cut.line(kind, 60)
      if let detail, !detail.isEmpty { slots["more"] = Cut.line(detail, 200) }
      return ["happening": slots]
    }
  }

  private func theirs(_ entry: TimelineMessage) -> Slots {
    let message = entry.message
    let name = message.author.name.isEmpty ? message.author.handle : message.author.name
    var slots: Slots = [
      "row": "\(entry.row)", "writer": Cut.line(name, 80), "isGone": entry.deletedAt != nil,
      "messageID": message.id.description,
    ]
    let decision = entry.decision.map { DecisionText($0) }
    slots["pieces"] = Pieces(message.text, evidence: decision?.evidence ?? []).slots
    if let url = QueryText.link(message.url) { slots["url"] = url }
    if message.visibility != .public { slots["visibility"] = message.visibility.name }
    if let rating = message.rating { slots["rating"] = "\(rating) of 5 stars" }
    if let at = entry.deletedAt { slots["gone"] = "deleted \(frame.clock.moment(at))" }
    if message.editedAt != nil, entry.deletedAt == nil { slots["gone"] = "edited" }
    if let warning = message.contentWarning { slots["warning"] = Cut.line(warning, 200) }
    slots["media"] = message.media.map { medium -> Slots in
      let words = medium.description.map { Cut.text($0, 400) } ?? "without a description"
      return ["mediumKind": medium.kind.rawValue, "pieces": Pieces(words).slots]
    }
    if let closing = entry.closing {
      let detail = entry.closingDetail.map { ": \(Cut.text($0, 200))" } ?? ""
      slots["closing"] = "Ended: \(ClosingText.words(closing))\(detail)"
    }
    if let decision { slots["judged"] = decision.slots }
    return slots
  }

  private func ours(_ reply: TimelineReply) -> Slots {
    let (state, tone) = Self.words(reply.state)
    var slots: Slots = [
      "row": "\(reply.row)", "writer": reply.by ?? "replyd", "kind": Self.kind(reply.kind),
      "state": state, "stateTone": tone, "pieces": Pieces(reply.text).slots,
    ]
    if let url = QueryText.link(reply.url) { slots["url"] = url }
    if let detail = reply.detail, !detail.isEmpty { slots["remark"] = Cut.text(detail, 400) }
    return slots
  }

  private static func kind(_ kind: String) -> String {
    switch kind {
    case "holdingStatement": "holding statement"
    case "human": "by a person"
    default: kind
    }
  }

  static func words(_ state: ReplyState) -> (String, tone: String) {
    switch state {
    case .draft: ("draft", "warn")
    case .queued: ("leaves soon", "")
    case .held: ("on hold", "warn")
    case .sending: ("is leaving", "")
    case .unknown: ("unknown whether it is out", "warn")
    case .posted: ("sent", "good")
    case .rejected: ("refused by the platform", "bad")
    case .superseded: ("not sent, overtaken", "off")
    case .expired: ("not sent, too old", "off")
    }
  }
}
