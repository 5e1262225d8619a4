import Foundation
import GRDB
import PluginKit

/// What a platform allows for one message alone, as JSON in `message.rules`; NULL where it has no
/// such rule.
enum MessageRules {
  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        ALTER TABLE message ADD COLUMN addressed INTEGER;
        ALTER TABLE message ADD COLUMN rules TEXT;
        """)
  }

  static func write(_ db: Database, _ rules: [EligibilityRule], of message: Int64) throws {
    let text =
      rules.isEmpty ? nil : String(decoding: try JSONEncoder().encode(rules), as: UTF8.self)
    try db.run("UPDATE message SET rules = ? WHERE id = ? AND rules IS NOT ?", text, message, text)
  }

  /// Nobody but replyd writes it: where it cannot be read, no machine answers.
  static func read(_ columns: Columns, _ index: Int32) -> [EligibilityRule] {
    guard let text = columns.optional(columns.text, index) else { return [] }
    do {
      return try JSONDecoder().decode([EligibilityRule].self, from: Data(text.utf8))
    } catch {
      return [
        EligibilityRule(.never, for: .machine, because: "the message's rules cannot be read")
      ]
    }
  }
}
