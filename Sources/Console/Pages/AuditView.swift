import Foundation

/// All that was done in the console, the last first.
struct AuditView: PageView {
  static let template = "audit"

  struct Line: Sendable, Hashable {
    var at: Date
    var by: String
    var what: String
    var subject: String
    var detail: String
    var address: String
  }

  var lines: [Line]
  /// Where the older ones are, a path.
  var olderPath: String?

  var title: String { "Audit log" }

  func slots(_ frame: PageFrame) -> Slots {
    var slots: Slots = [
      "hasLines": !lines.isEmpty,
      "lines": lines.map { line -> Slots in
        let slots: Slots = [
          "actor": Cut.line(line.by, 80), "deed": line.what, "subject": Cut.line(line.subject, 160),
          "detail": Cut.line(line.detail, 300), "address": line.address,
        ]
        return slots.merging(frame.moment(line.at)) { $1 }
      },
    ]
    if let olderPath { slots["olderHref"] = olderPath }
    return slots
  }
}
