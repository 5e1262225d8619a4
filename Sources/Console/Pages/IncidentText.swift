import Engine
import Foundation
import PluginKit

/// One incident as its JSON gives it, for the list and its own page.
struct IncidentText {
  let json: JSONValue
  let frame: PageFrame

  init(_ json: JSONValue, _ frame: PageFrame) {
    self.json = json
    self.frame = frame
  }

  var id: String { Self.whole(json["id"]) }
  var isOpen: Bool { json["state"]?.string == "open" }
  var burst: JSONValue? { json["burst"].flatMap { $0 == .null ? nil : $0 } }

  static func whole(_ value: JSONValue?) -> String {
    value?.number.flatMap { Int(exactly: $0.rounded()) }.map { "\($0)" } ?? "0"
  }

  static func texts(_ value: JSONValue?) -> [String] { value?.array?.compactMap(\.string) ?? [] }

  static func date(_ value: JSONValue?) -> Date? {
    guard let text = value?.string else { return nil }
    for hasFraction in [true, false] {
      let style = Date.ISO8601FormatStyle(includingFractionalSeconds: hasFraction)
      if let date = try? Date(text, strategy: style) { return date }  // tidy: the next form
    }
    return nil
  }

  var headline: String {
    let name = burst?["name"]?.string ?? json["category"]?.string ?? "incident"
    return "\(id): \(Cut.line(name, 80))"
  }

  /// What list and page share.
  var slots: Slots {
    var slots: Slots = [
      "id": id, "headline": headline, "state": isOpen ? "open" : "ended",
      "incidentTone": isOpen ? "bad" : "", "isOpen": isOpen,
      "opened": "opened by \(json["openedBy"]?.string ?? "replyd")", "iso": "", "clock": "",
    ]
    if let at = Self.date(json["openedAt"]) { slots.merge(frame.moment(at)) { $1 } }
    if let sentence = burst?["sentence"]?.string { slots["sentence"] = Cut.text(sentence, 600) }
    if let text = json["text"]?.string {
      slots["quote"] = ["pieces": Pieces(Cut.text(text, 1000)).slots]
    }
    return slots
  }

  var tags: [Slots] {
    var tags: [(String, String)] = [
      ("procedure \(json["procedure"]?.string ?? "")", ""),
      (json["messages"] == 1 ? "1 message" : "\(Self.whole(json["messages"])) messages", ""),
    ]
    if let severity = json["severity"]?.number {
      tags.append(("severity \(DecisionText.percent(severity))", severity >= 0.5 ? "bad" : ""))
    }
    if isOpen {
      tags.append(
        ("steps \(Self.whole(json["stepsDone"])) of \(Self.whole(json["steps"]))", ""))
      let agreed = Self.texts(json["agreed"]).count
      if agreed > 0 { tags.append(("\(agreed) of \(Self.whole(json["people"])) agreed", "warn")) }
    }
    if let holding = json["holding"]?.number, holding > 0 {
      tags.append(("holds \(Self.whole(json["holding"])) replies", "warn"))
    }
    return tags.map { ["value": Cut.line($0.0, 60), "tagTone": $0.1] }
  }
}
