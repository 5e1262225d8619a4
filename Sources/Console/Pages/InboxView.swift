import Engine
import Foundation
import PluginKit

/// What waits, by its deadline.
struct InboxView: PageView {
  static let template = "inbox"

  var inbox: InboxPage
  var query: InboxQuery
  /// To filter by.
  var teams: [String] = []
  var connectors: [String] = []
  /// To assign to.
  var people: [Choice] = []
  /// Who else looks at a conversation now, by its row.
  var presence: [Int64: [String]] = [:]

  var title: String { "Inbox" }
  var place: NavPlace? { .inbox }

  func slots(_ frame: PageFrame) -> Slots {
    let mayAnswer = frame.viewer?.mayAnswer ?? false
    var slots: Slots = [
      "tabs": InboxQuery.Queue.allCases.map(tab), "queue": query.queue.rawValue,
      "search": query.search ?? "", "filters": filters, "isFiltered": isFiltered,
      "clearHref": path(InboxQuery(query.queue, name: query.name)),
      "rows": inbox.rows.map { InboxRowText($0, query, presence, frame).slots },
      "hasRows": !inbox.rows.isEmpty, "rowCount": inbox.rows.count, "here": path(query),
      "mayBulk": mayAnswer && query.queue != .ended && !inbox.rows.isEmpty,
      "mayAssign": (frame.viewer?.mayLead ?? false) && !people.isEmpty,
      "people": people.slots(), "snoozes": SnoozeChoice.slots(frame),
    ]
    slots.merge(empty) { $1 }
    if let next = inbox.next {
      var more = query
      more.after = next
      slots["nextHref"] = path(more)
    }
    if query.after != nil {
      var first = query
      first.after = nil
      slots["firstHref"] = path(first)
    }
    return slots
  }

  private var isFiltered: Bool {
    query.team != nil || query.connector != nil || query.urgency != nil
      || query.search?.isEmpty == false
  }

  private func tab(_ queue: InboxQuery.Queue) -> Slots {
    var other = query
    other.queue = queue
    other.after = nil
    var slots: Slots = [
      "href": path(other), "label": Self.name(queue), "isCurrent": queue == query.queue,
    ]
    if let count = inbox.counts[queue], count > 0 { slots["total"] = "\(count)" }
    return slots
  }

  private var filters: [Slots] {
    func filter(_ name: String, _ label: String, _ options: [Choice], _ chosen: String?) -> Slots {
      [
        "name": name, "label": label, "every": "\(label): any",
        "options": options.slots(chosen: chosen),
      ]
    }
    let urgencies = Urgency.allCases.reversed().map {
      Choice($0.name, $0 == .critical ? "critical" : "\($0.name) or more")
    }
    return [
      filter("team", "Team", teams.map { Choice($0) }, query.team),
      filter("connector", "Connector", connectors.map { Choice($0) }, query.connector),
      filter("urgency", "Urgency", urgencies, query.urgency?.name),
    ]
  }

  private var empty: Slots {
    if isFiltered {
      return ["emptyTitle": "Nothing fits", "emptyWords": "Clear the filters to see the rest."]
    }
    let (title, words): (String, String) =
      switch query.queue {
      case .waiting: ("Nobody waits", "What needs a person appears here, the next deadline first.")
      case .mine: ("You have nothing", "Take something that waits, and it is here.")
      case .taken: ("Nobody has anything", "What colleagues took appears here.")
      case .snoozed: ("Nothing sleeps", "What was snoozed comes back by itself.")
      case .ended: ("Nothing ended yet", "What was answered, returned or closed appears here.")
      }
    return ["emptyTitle": title, "emptyWords": words]
  }

  static func name(_ queue: InboxQuery.Queue) -> String {
    switch queue {
    case .waiting: "Waiting"
    case .mine: "Mine"
    case .taken: "Taken"
    case .snoozed: "Snoozed"
    case .ended: "Ended"
    }
  }

  private func path(_ query: InboxQuery) -> String {
    QueryText.path(
      "/inbox",
      [
        ("queue", query.queue == .waiting ? nil : query.queue.rawValue), ("team", query.team),
        ("connector", query.connector), ("urgency", query.urgency?.name), ("q", query.search),
        ("after", query.after?.description),
      ])
  }
}

extension SnoozeChoice {
  /// All of them, with when they end.
  static func slots(_ frame: PageFrame) -> [Slots] {
    allCases.map { choice in
      let until = choice.until(frame.now, zone: frame.clock.zone)
      return [
        "value": choice.rawValue, "label": choice.label(frame.now, zone: frame.clock.zone),
        "until": frame.clock.moment(until),
      ]
    }
  }
}
