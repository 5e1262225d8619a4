import ConfigLoading
import PluginKit

/// One plugin's settings for a terminal of 80 columns.
enum PluginText {
  private static let width = 80

  static func text(of entry: CatalogEntry) -> String {
    var lines = ["\(entry.plugin.name), a \(entry.kind)"] + wrapped(entry.plugin.summary, indent: 0)
    lines += ["", "  { \"plugin\": \"\(entry.plugin.name)\"\(least(entry.plugin)) }"]
    for table in entry.tables {
      if let document = table.document { lines += ["", "The document of \(document):"] }
      lines += table.rows.flatMap(lines(of:))
    }
    if entry.plugin.fields.isEmpty { lines += ["", "There is nothing to set."] }
    return lines.joined(separator: "\n")
  }

  private static func lines(of row: SettingRow) -> [String] {
    [""] + wrapped(Terminal.coloured(row.name, .bold) + " (\(row.type); \(row.need))", indent: 2)
      + wrapped(row.help, indent: 6)
  }

  /// The settings that must be there.
  private static func least(_ plugin: PluginDescription) -> String {
    let names = plugin.fields.filter(\.isRequired).map { "\"\($0.name)\": ..." }
    return names.isEmpty ? "" : ", \"settings\": { \(names.joined(separator: ", ")) }"
  }

  private static func wrapped(_ text: String, indent: Int) -> [String] {
    let space = String(repeating: " ", count: indent)
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, indent + last.count + 1 + word.count <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.map { space + $0 }
  }
}
