/// The pages that the bar of pages has.
enum NavPlace: String, Sendable, CaseIterable {
  case inbox, approvals, incidents, reports, health

  var path: String { "/\(rawValue)" }
  var label: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

  /// Of the icon, on a field of 20 by 20.
  var drawing: String {
    switch self {
    case .inbox: "M3 11l2.5-7h9L17 11v5H3zM3 11h4l1 2h4l1-2h4"
    case .approvals: "M4 3h12v14H4zM7 10l2.2 2.2L13.5 8"
    case .incidents: "M10 3l7.5 13.5h-15zM10 8v4M10 14.2v.1"
    case .reports: "M3 17h14M5 14V9M10 14V4M15 14v-3"
    case .health: "M2 10h4l2-5 4 10 2-5h4"
    }
  }

  /// What its number counts.
  var meaning: String {
    switch self {
    case .inbox: "waiting"
    case .approvals: "drafts"
    case .incidents: "open"
    case .reports: ""
    case .health: "alarms"
    }
  }
}
