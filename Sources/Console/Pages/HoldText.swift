import Engine

/// Holds in words.
struct HoldText {
  private let holds: [Hold]
  private let frame: PageFrame

  init(_ holds: [Hold], _ frame: PageFrame) {
    self.holds = holds
    self.frame = frame
  }

  /// Over every page.
  var banner: Slots {
    let isAll = holds.contains { $0.scope == .everything }
    let title = isAll ? "Everything is on hold." : "Some replies are on hold."
    let first = holds.first { $0.scope == .everything } ?? holds[0]
    let more = holds.count == 1 ? "" : " and \(holds.count - 1) more"
    let words = "\(Self.reach(first.scope))\(more): \(Cut.text(first.reason, 160))"
    return ["holdTitle": title, "holdWords": "\(words) (\(origin(first)))."]
  }

  /// `by Ana since 14:03`, `incident 3 since 14:03`.
  func origin(_ hold: Hold) -> String {
    let who = hold.incident.map { "incident \($0)" } ?? "by \(hold.by)"
    return "\(who) since \(frame.clock.moment(hold.at))"
  }

  static func reach(_ scope: Hold.Scope) -> String {
    switch scope {
    case .everything: "all replies"
    case .connector(let id): "replies through \(id)"
    case .conversation(let row): "replies in conversation \(row)"
    case .topic(let words): "replies about “\(Cut.text(words.text, 80))”"
    case .audience(let audience): "\(audience.rawValue) replies"
    }
  }

  func slots(mayRelease: Bool) -> [Slots] {
    holds.map { hold in
      [
        "reach": Self.reach(hold.scope), "origin": origin(hold), "reason": hold.reason,
        "scope": hold.scope.text, "isReleasable": mayRelease && hold.incident == nil,
      ]
    }
  }
}
