import Engine
import Foundation
import PluginKit

/// One incident: what happens, what was done, who agrees that it ends.
struct IncidentView: PageView {
  static let template = "incident"
  /// Events shown, the first ones.
  static let eventLimit = 500

  /// As `OperatorCommand.incident` gives it.
  var incident: JSONValue
  /// Whoever looks, as a person of the config.
  var person: String?

  var title: String { "Incident \(IncidentText.whole(incident["id"]))" }
  var place: NavPlace? { .incidents }

  func slots(_ frame: PageFrame) -> Slots {
    let text = IncidentText(incident, frame)
    let examples = IncidentText.texts(text.burst?["examples"]).prefix(8)
    let resources = IncidentText.texts(incident["resources"])
    let holds = IncidentText.texts(incident["holds"])
    var slots = text.slots
    slots.merge([
      "examples": examples.map { ["pieces": Pieces(Cut.text($0, 600)).slots] },
      "hasExamples": !examples.isEmpty, "tiles": tiles(text),
      "steps": (incident["steps"]?.array ?? []).map { step($0, frame) },
      "events": (incident["timeline"]?.array ?? []).prefix(Self.eventLimit).map {
        event($0, frame)
      },
      "holds": holds.map { Hold.Scope(text: $0).map(HoldText.reach) ?? $0 },
      "hasHolds": !holds.isEmpty, "replies": replies, "hasResources": !resources.isEmpty,
      "resources": resources.map { resource -> Slots in
        QueryText.link(resource).map { ["link": $0] } ?? ["plain": resource]
      },
    ]) { $1 }
    if let merged = text.burst?["mergedInto"], merged.number != nil {
      slots["merged"] = IncidentText.whole(merged)
    }
    slots.merge(ending(text, frame)) { $1 }
    return slots
  }

  private func ending(_ text: IncidentText, _ frame: PageFrame) -> Slots {
    let agreed = IncidentText.texts(incident["agreed"])
    let may = IncidentText.texts(incident["mayResume"])
    let needed = incident["people"]?.number ?? 1
    var slots: Slots = [
      "endTitle": text.isOpen ? "End it" : "It has ended", "agreedCount": "\(agreed.count)",
      "needed": IncidentText.whole(incident["people"]), "agreed": agreed.map { Cut.line($0, 80) },
    ]
    if let at = IncidentText.date(incident["resumedAt"]) {
      slots["endWords"] = "Since \(frame.clock.moment(at)) replies leave again."
    } else {
      slots["endWords"] = "Replies leave again."
    }
    guard text.isOpen, let viewer = frame.viewer else { return slots }
    let mayResume =
      viewer.mayLead && (may.isEmpty || [viewer.name, person].contains { may.contains($0 ?? "") })
    let isLast = Double(agreed.count) + 1 >= needed
    slots["mayResume"] = mayResume && !agreed.contains(viewer.name)
    slots["resumeLabel"] = isLast ? "End it: let replies leave" : "I agree that it ends"
    slots["resumeHint"] =
      isLast ? "Yours is the last yes that is needed." : "A second person has to agree too."
    if agreed.contains(viewer.name) {
      slots["mayNot"] = "You have agreed; somebody else has to agree too."
    } else if !mayResume {
      slots["mayNot"] =
        may.isEmpty
        ? "A lead ends it." : "It is ended by \(may.map(frame.name).joined(separator: ", "))."
    }
    return slots
  }

  private func tiles(_ text: IncidentText) -> [Slots] {
    var tiles: [(String, String)] = [
      ("Messages", IncidentText.whole(incident["messages"])),
      ("Authors", IncidentText.whole(incident["authors"])),
    ]
    if let severity = incident["severity"]?.number {
      tiles.append(("Severity", DecisionText.percent(severity)))
    }
    if let usual = text.burst?["usualPerHour"]?.number {
      tiles.append(("Usual an hour", "\((usual * 10).rounded() / 10)"))
    }
    if case .object(let sentiments) = text.burst?["sentiments"] {
      for member in sentiments.prefix(4) {
        tiles.append((Cut.line(member.key, 20), IncidentText.whole(member.value)))
      }
    }
    return tiles.map { ["tileName": $0.0, "tileValue": $0.1] }
  }

  private func step(_ step: JSONValue, _ frame: PageFrame) -> Slots {
    let done = IncidentText.date(step["doneAt"])
    let due = IncidentText.date(step["dueAt"])
    let when =
      done.map { "done \(frame.clock.moment($0))" }
      ?? due.map { DueText($0, frame).relative } ?? ""
    var slots: Slots = [
      "action": Cut.text(step["action"]?.string ?? "", 300), "when": when,
      "stepTone": done != nil ? "good" : due.map { $0 < frame.now } == true ? "bad" : "",
    ]
    if let outcome = step["outcome"]?.string { slots["outcome"] = Cut.line(outcome, 300) }
    return slots
  }

  private func event(_ event: JSONValue, _ frame: PageFrame) -> Slots {
    var slots: Slots = ["event": event["event"]?.string ?? "", "eventISO": "", "eventClock": ""]
    if let at = IncidentText.date(event["at"]) {
      slots["eventISO"] = PageFrame.iso(at)
      slots["eventClock"] = frame.clock.moment(at)
    }
    if let detail = event["detail"]?.string { slots["eventDetail"] = Cut.text(detail, 400) }
    if let message = event["message"]?.string { slots["eventMessage"] = Cut.line(message, 120) }
    return slots
  }

  private var replies: [Slots] {
    let names = [
      ("waiting", "Kept back"), ("held", "Held in all"), ("released", "Sent after it"),
      ("dropped", "Not sent"), ("onTheirWay", "On their way"), ("statements", "Statements"),
    ]
    return names.compactMap { key, name in
      guard let count = incident["replies"]?[key], (count.number ?? 0) > 0 else { return nil }
      return ["replyName": name, "replyCount": IncidentText.whole(count)]
    }
  }
}
