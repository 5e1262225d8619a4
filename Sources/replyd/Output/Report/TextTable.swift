/// Columns aligned for a terminal: the first to the left, the others to the right.
struct TextTable {
  private var rows: [[String]] = []
  /// Of the first column; longer texts are cut.
  let first: Int

  init(_ head: [String], first: Int = 26) {
    self.first = first
    rows = [head]
  }

  var isEmpty: Bool { rows.count < 2 }

  mutating func add(_ cells: [String]) { rows.append(cells) }

  var lines: [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = Self.padded(Terminal.safe(row.first ?? "", limit: first), first)
      for column in 1..<max(1, row.count) {
        line += "  " + Self.space(widths[column] - row[column].count) + row[column]
      }
      return line
    }
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + space(width - text.count)
  }

  private static func space(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}
