public import Foundation

/// A report as comma-separated values (RFC 4180): one line a message, for spreadsheets.
public enum CSVReport {
  private static let columns: [(name: String, text: @Sendable (ReportRow, Date) -> String)] = [
    ("message", { row, _ in row.message }), ("row", { row, _ in "\(row.row)" }),
    ("connector", { row, _ in row.connector }), ("platform", { row, _ in row.platform }),
    ("author", { row, _ in row.author }), ("url", { row, _ in row.url ?? "" }),
    ("createdAt", { row, _ in time(row.createdAt) }),
    ("receivedAt", { row, _ in time(row.receivedAt) }),
    ("countsAs", { row, _ in row.origin.rawValue }),
    ("closing", { row, _ in row.closing?.rawValue ?? "open" }),
    ("closingDetail", { row, _ in row.closingDetail ?? "" }),
    ("intent", { row, _ in row.intent ?? "" }), ("sentiment", { row, _ in row.sentiment ?? "" }),
    ("action", { row, _ in row.action ?? "" }),
    ("wantedReply", { row, _ in row.wantedReply ? "yes" : "no" }),
    (
      "answering", { row, now in row.wantedReply ? row.answering(now: now).rawValue : "" }
    ),
    ("acknowledgeWindow", { row, _ in outcome(row.acknowledge) }),
    ("humanWindow", { row, _ in outcome(row.human) }),
    ("firstReplyAt", { row, _ in time(row.firstReplyAt) }),
    ("firstReplySeconds", { row, _ in seconds(row, to: row.firstReplyAt) }),
    ("humanAnswerAt", { row, _ in time(row.humanAnswerAt) }),
    ("humanAnswerSeconds", { row, _ in seconds(row, to: row.humanAnswerAt) }),
    ("template", { row, _ in row.template ?? "" }), ("stage", { row, _ in row.stage ?? "" }),
    ("team", { row, _ in row.handoff?.team ?? "" }),
    ("category", { row, _ in row.handoff?.category ?? "" }),
    ("handoffState", { row, _ in row.handoff?.state.rawValue ?? "" }),
    ("outcomeHour", { row, _ in result(row, 1) }), ("outcomeDay", { row, _ in result(row, 2) }),
    ("outcomeWeek", { row, _ in result(row, 3) }),
  ]

  /// Ends with a line break, like every line.
  public static var header: String { line(columns.map(\.name)) }

  public static func line(_ row: ReportRow, now: Date) -> String {
    line(columns.map { $0.text(row, now) })
  }

  /// A cell that a spreadsheet would calculate begins with an apostrophe instead, also where the
  /// sign stands behind spaces or is a wide one (OWASP, "CSV Injection").
  public static func cell(_ text: String) -> String {
    let first = text.unicodeScalars.first { $0 != " " && $0 != "\u{FEFF}" && $0 != "\u{A0}" }
    let isFormula = first.map { "=+-@\t\r\n＝＋－＠".unicodeScalars.contains($0) } ?? false
    let safe = isFormula ? "'" + text : text
    let mustQuote = safe.unicodeScalars.contains { "\",;\t\r\n'".unicodeScalars.contains($0) }
    return mustQuote ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
  }

  private static func line(_ cells: [String]) -> String {
    cells.map(cell).joined(separator: ",") + "\r\n"
  }

  private static func time(_ date: Date?) -> String {
    date?.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) ?? ""
  }

  private static func seconds(_ row: ReportRow, to end: Date?) -> String {
    end.map { String(format: "%.3f", ReportRow.delay(from: row.startedAt, to: $0)) } ?? ""
  }

  private static func outcome(_ windows: [ReportRow.Window]) -> String {
    ReportRow.outcome(of: windows)?.rawValue ?? ""
  }

  private static func result(_ row: ReportRow, _ step: Int) -> String {
    row.outcomes.first { $0.step == step }.map { $0.result ?? "pending" } ?? ""
  }
}
