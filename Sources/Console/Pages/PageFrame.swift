import Engine
import Foundation

/// What surrounds every page: who looks, what waits, what is held, what was just done.
struct PageFrame: Sendable {
  struct Counts: Sendable, Hashable {
    /// Waiting handoffs; and how many of them are overdue.
    var inbox = 0
    var overdue = 0
    var approvals = 0
    var incidents = 0
    var alarms = 0
  }

  /// What became of the form that was just sent.
  struct Flash: Sendable, Hashable {
    var text: String
    var isTrouble = false
  }

  var brand: String
  /// nil before somebody signed in.
  var viewer: Viewer?
  var counts = Counts()
  var holds: [Hold] = []
  var flash: Flash?
  let clock: ClockText
  /// Names of the people in the config, by id.
  var people: [String: String] = [:]

  init(
    brand: String, viewer: Viewer?, counts: Counts = Counts(), holds: [Hold] = [],
    flash: Flash? = nil, zone: TimeZone, now: Date, people: [String: String] = [:]
  ) {
    self.brand = brand
    self.viewer = viewer
    self.counts = counts
    self.holds = holds
    self.flash = flash
    self.people = people
    clock = ClockText(zone: zone, now: now)
  }

  var now: Date { clock.now }

  /// Of a person's id, where there is one; else what was given.
  func name(_ person: String) -> String { people[person] ?? person }

  func slots(place: NavPlace?) -> Slots {
    var slots: Slots = [
      "brand": brand, "cssPath": Assets.cssPath, "jsPath": Assets.jsPath,
      "iconPath": Assets.iconPath, "shape": place?.rawValue ?? "other",
      "signedIn": viewer != nil, "csrf": viewer?.csrf ?? "",
      "viewerName": viewer?.name ?? "", "viewerRole": viewer?.role.rawValue ?? "",
      "mayAnswer": viewer?.mayAnswer ?? false, "mayLead": viewer?.mayLead ?? false,
      "mayAdminister": viewer?.mayAdminister ?? false,
      "nav": NavPlace.allCases.map { nav($0, isCurrent: $0 == place) },
      "holding": !holds.isEmpty && viewer != nil,
    ]
    if !holds.isEmpty { slots.merge(HoldText(holds, self).banner) { $1 } }
    if let flash {
      slots["flash"] = [
        "said": flash.text, "flashTone": flash.isTrouble ? "bad" : "good",
        "flashRole": flash.isTrouble ? "alert" : "status",
      ]
    }
    return slots
  }

  private func nav(_ place: NavPlace, isCurrent: Bool) -> Slots {
    let (number, isLoud): (Int, Bool) =
      switch place {
      case .inbox: (counts.inbox, counts.overdue > 0)
      case .approvals: (counts.approvals, false)
      case .incidents: (counts.incidents, counts.incidents > 0)
      case .reports: (0, false)
      case .health: (counts.alarms, counts.alarms > 0)
      }
    var slots: Slots = [
      "href": place.path, "label": place.label, "drawing": place.drawing, "isCurrent": isCurrent,
    ]
    if number > 0 {
      slots["count"] = [
        "number": number > 999 ? "999+" : "\(number)", "meaning": place.meaning, "isLoud": isLoud,
      ]
    }
    return slots
  }
}

extension PageFrame {
  /// Of a moment: `iso` for machines, `clock` for people.
  func moment(_ date: Date) -> Slots { ["iso": Self.iso(date), "clock": clock.moment(date)] }

  static func iso(_ date: Date) -> String { date.formatted(.iso8601) }

  /// `12 min ago`.
  func ago(_ date: Date) -> String {
    let seconds = max(0, now.timeIntervalSince(date))
    return seconds < 60 ? "just now" : "\(DueText.length(Int(seconds / 60))) ago"
  }
}
