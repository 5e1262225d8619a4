import NotifierKit
import PluginKit

/// A card as an event of the Events API v2. PagerDuty shows its texts as they are, so nothing is
/// escaped. Source: developer.pagerduty.com, "Events API v2".
struct PagerDutyEvent {
  static let maxSummary = 1024
  static let maxKey = 255
  /// PagerDuty takes 512 KB.
  static let maxDetails = 100_000

  private let card: Card
  private let brand: String

  init(_ card: Card, brand: String) {
    self.card = card.fitted { Self.details($0).text().utf8.count <= Self.maxDetails }
    self.brand = PlainText.line(brand, limit: 100)
  }

  /// The same for all notifications of one conversation, incident or alarm.
  var dedupKey: String { StableKey.bounded("replyd-\(card.thread)", to: Self.maxKey) }

  func body(routingKey: Secret) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("routing_key", .string(routingKey.reveal())),
      .init("event_action", action),
      .init("dedup_key", .string(dedupKey)),
    ]
    if card.phase == .open {
      members.append(.init("payload", payload))
      let links: [JSONValue] = card.links.map { link in
        ["href": .string(link.url), "text": .string(link.title)]
      }
      if !links.isEmpty { members.append(.init("links", .array(links))) }
      members.append(.init("client", "replyd"))
    }
    return .object(members)
  }

  /// Whoever takes a handoff acknowledges its alert.
  private var action: JSONValue {
    switch card.phase {
    case .open: "trigger"
    case .note: "acknowledge"
    case .over: "resolve"
    }
  }

  private var payload: JSONValue {
    [
      "summary": .string(card.title.cut(to: Self.maxSummary, in: .utf16)),
      "source": .string(brand.isEmpty ? "replyd" : "replyd (\(brand))"),
      "severity": .string(severity), "custom_details": Self.details(card),
    ]
  }

  private var severity: String {
    switch card.urgency {
    case .low: "info"
    case .normal: "warning"
    case .high: "error"
    case .critical: "critical"
    }
  }

  /// Names are ours or the report's; of two equal ones the second gets a number.
  private static func details(_ card: Card) -> JSONValue {
    var members: [JSONValue.Member] = []
    var names: [String: Int] = [:]
    func add(_ name: String, _ value: JSONValue) {
      names[name, default: 0] += 1
      let count = names[name] ?? 1
      members.append(.init(count == 1 ? name : "\(name) (\(count))", value))
    }
    for part in card.parts {
      switch part {
      case .facts(let facts): for fact in facts { add(fact.name, .string(fact.value)) }
      case .quote(let heading, let text): add(heading, .string(text))
      case .list(let heading, let lines): add(heading, .array(lines.map { .string($0) }))
      case .text(let text): add("Note", .string(text))
      }
    }
    return .object(members)
  }
}
