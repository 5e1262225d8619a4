import Engine
import Foundation
import GRDB
import PluginKit

/// Who is told of a handoff: a row for each notifier and occasion, delivered at least once (P5).
enum Notifications {
  /// What is told of one incident waits for the next slot of its notifier, to be told together.
  ///
  /// - Parameter groupFor: the length of a slot.
  static func add(
    _ db: Database, _ handoff: Int64, _ recipient: Recipient,
    _ occasion: HandoffNotification.Occasion, level: Int, at: Int64, groupFor: Duration = .zero
  ) throws {
    var start = max(at, recipient.notBefore?.milliseconds ?? at)
    if groupFor > .zero {
      start = try slot(db, handoff, recipient.notifier, start, Int64(groupFor.seconds * 1000))
    }
    try db.run(
      """
      INSERT INTO notification(handoff, notifier, person, occasion, level, notBefore)
      VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(handoff, notifier, occasion, level) DO NOTHING
      """, handoff, recipient.notifier, recipient.person, occasion.rawValue, level, start)
  }

  private static func slot(
    _ db: Database, _ handoff: Int64, _ notifier: String, _ start: Int64, _ length: Int64
  ) throws -> Int64 {
    let (waiting, last) =
      try db.first(
        """
        SELECT min(CASE n.state WHEN 'pending' THEN n.notBefore END), max(n.sentAt)
        FROM handoff h JOIN handoff o ON o.incident = h.incident AND o.id <> h.id
          AND o.state IN ('open', 'notified', 'taken') AND o.incident <> ''
        JOIN notification n ON n.handoff = o.id AND n.notifier = ?
        WHERE h.id = ?
        """, notifier, handoff
      ) { ($0.optional($0.int, 0), $0.optional($0.int, 1)) } ?? (nil, nil)
    if let waiting, waiting > start { return waiting }
    if let last, last + length > start { return last + length }
    return start
  }

  /// What is told at once to all, each time anew.
  static func tell(
    _ db: Database, _ handoff: Int64, _ recipients: [Recipient],
    _ occasion: HandoffNotification.Occasion, at: Int64
  ) throws {
    let number = try db.integer(
      "SELECT coalesce(max(level), 0) + 1 FROM notification WHERE handoff = ? AND occasion = ?",
      handoff, occasion.rawValue)
    for recipient in recipients {
      try add(db, handoff, recipient, occasion, level: Int(number ?? 1), at: at)
    }
  }

  /// Whoever was told of a handoff hears how it goes on, where the notifier cares.
  static func tellTold(
    _ db: Database, _ handoff: Int64, _ occasion: HandoffNotification.Occasion, at: Int64
  ) throws {
    let told = try db.all(
      """
      SELECT DISTINCT notifier, person FROM notification
      WHERE handoff = ? AND state = 'sent' AND occasion NOT IN ('taken', 'ended')
      """, handoff
    ) { Recipient(notifier: $0.text(0), person: $0.optional($0.text, 1)) }
    if !told.isEmpty { try tell(db, handoff, told, occasion, at: at) }
  }

  static func settle(_ db: Database, _ settlement: NotificationSettlement) throws {
    let at = settlement.at.milliseconds
    switch settlement.result {
    case .sent:
      try db.run(
        """
        UPDATE notification SET state = 'sent', sentAt = ?, attempts = attempts + 1, detail = NULL
        WHERE id = ? AND state = 'pending'
        """, at, settlement.row)
      try told(db, notification: settlement.row, at: at)
    case .retry(let again, let why, let routes):
      try db.run(
        """
        UPDATE notification SET notBefore = ?, attempts = attempts + 1, detail = ?
        WHERE id = ? AND state = 'pending'
        """, again.milliseconds, why, settlement.row)
      if !routes.isEmpty { try goOn(db, settlement.row, routes, at: at) }
    case .refused(let why, let routes):
      try db.run(
        """
        UPDATE notification SET state = 'refused', attempts = attempts + 1, detail = ?
        WHERE id = ? AND state = 'pending'
        """, why, settlement.row)
      try goOn(db, settlement.row, routes, at: at)
    case .void:
      try db.run(
        "UPDATE notification SET state = 'void' WHERE id = ? AND state = 'pending'",
        settlement.row)
    case .later(let until):
      try db.run(
        "UPDATE notification SET notBefore = ? WHERE id = ? AND state = 'pending'",
        until.milliseconds, settlement.row)
    }
  }

  private static func told(_ db: Database, notification: Int64, at: Int64) throws {
    guard let told = try Told(db, notification) else { return }
    let isFirst =
      try db.run(
        "UPDATE handoff SET state = 'notified', notifiedAt = ? WHERE id = ? AND state = 'open'", at,
        told.handoff) == 1
    try db.run(
      "UPDATE handoff SET unreachedAt = NULL WHERE id = ? AND unreachedAt IS NOT NULL",
      told.handoff)
    try db.event(told.message, told.event, told.notifier, at: at)
    if isFirst { try Closings.closeIfSettled(db, told.message, otherwise: "", at: at) }
  }

  /// Another notifier is asked where this one failed. When none is left, the handoff counts as
  /// unreached until somebody is told or takes it; what can be repeated goes on being repeated.
  private static func goOn(_ db: Database, _ row: Int64, _ routes: [String], at: Int64) throws {
    guard let told = try Told(db, row), !told.occasion.isEnding else { return }
    let isOnItsWay = try db.exists(
      """
      SELECT 1 FROM notification WHERE handoff = ?1 AND occasion = ?2 AND level = ?3 AND id <> ?4
        AND (state = 'sent' OR (state = 'pending' AND attempts < 3)) LIMIT 1
      """, told.handoff, told.occasion.rawValue, told.level, row)
    if isOnItsWay { return }
    let next = try routes.first { route in
      try !db.exists(
        """
        SELECT 1 FROM notification WHERE handoff = ? AND occasion = ? AND level = ?
          AND notifier = ? LIMIT 1
        """, told.handoff, told.occasion.rawValue, told.level, route)
    }
    if let next {
      try db.event(told.message, "next route", "\(told.notifier) failed: \(next)", at: at)
      return try add(
        db, told.handoff, Recipient(notifier: next), told.occasion, level: told.level, at: at)
    }
    let isNews =
      try db.run(
        """
        UPDATE handoff SET unreachedAt = ?
        WHERE id = ? AND unreachedAt IS NULL AND state IN ('open', 'notified', 'taken')
        """, at, told.handoff) == 1
    if isNews { try db.event(told.message, "unreached", "every notifier failed", at: at) }
  }

  /// A notification and what it is about.
  private struct Told {
    var handoff: Int64
    var message: Int64
    var notifier: String
    var occasion: HandoffNotification.Occasion
    var level: Int

    /// nil once the author is forgotten.
    init?(_ db: Database, _ row: Int64) throws {
      let found = try db.first(
        """
        SELECT h.id, h.message, n.notifier, n.occasion, n.level FROM notification n
        JOIN handoff h ON h.id = n.handoff WHERE n.id = ?
        """, row
      ) { ($0.int(0), $0.int(1), $0.text(2), $0.text(3), $0.number(4)) }
      guard let found else { return nil }
      (handoff, message, notifier) = (found.0, found.1, found.2)
      occasion = .init(rawValue: found.3) ?? .opened
      level = found.4
    }

    var event: String {
      switch occasion {
      case .opened: "notified"
      case .escalated: "escalated"
      case .warning: "warned at \(level)%"
      default: "told: \(occasion.rawValue)"
      }
    }
  }
}
