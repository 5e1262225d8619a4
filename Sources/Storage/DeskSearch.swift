import Foundation
import GRDB
import PluginKit

/// What a person typed into the search field, as conditions. Their text is data everywhere: no
/// sign of it means anything to SQLite.
struct DeskSearch {
  /// Of what was typed; the rest is not looked at.
  static let maxLength = 200
  static let maxWords = 10
  /// The newest messages that have the words.
  static let maxFound = 20_000

  /// Beginnings of an author's handle, without the `@`.
  private(set) var handles: [String] = []
  /// All of them occur; the last may go on.
  private(set) var words: [String] = []
  /// What has neither letter nor digit, e.g. an emoji: found as it is.
  private(set) var signs: [String] = []

  init(_ typed: String) {
    let scalars = typed.unicodeScalars.prefix(Self.maxLength).map { scalar in
      scalar.properties.generalCategory == .control ? " " : scalar
    }
    let text = String(String.UnicodeScalarView(scalars))
    for word in text.split(whereSeparator: \.isWhitespace).prefix(Self.maxWords) {
      if word.hasPrefix("@"), word.count > 1 {
        handles.append(String(word.dropFirst()))
      } else if word.unicodeScalars.contains(where: Self.isInWords) {
        words.append(String(word))
      } else {
        signs.append(String(word))
      }
    }
  }

  /// What the index keeps.
  private static func isInWords(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  /// Conditions on a row `h` of `handoff`.
  var conditions: [DeskCondition] {
    handles.map(Self.handle) + signs.map(Self.sign) + (words.isEmpty ? [] : [wordsCondition])
  }

  /// Each word is quoted: FTS5 then splits it as it split the messages, and reads nothing in it.
  /// Side by side they must all occur.
  var expression: String {
    words.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: " ") + "*"
  }

  private var wordsCondition: DeskCondition {
    DeskCondition(
      """
      h.message IN (SELECT coalesce(m.coalescedInto, m.id)
        FROM messageWords CROSS JOIN message m ON m.id = messageWords.rowid
        WHERE messageWords MATCH ? ORDER BY messageWords.rowid DESC LIMIT \(Self.maxFound))
      """, expression)
  }

  private static func handle(_ beginning: String) -> DeskCondition {
    var pattern = beginning
    for sign in ["\\", "%", "_"] { pattern.replace(sign, with: "\\" + sign) }
    return DeskCondition(
      """
      EXISTS (SELECT 1 FROM message m JOIN author a ON a.id = m.author WHERE m.id = h.message
        AND (a.handle LIKE ? ESCAPE '\\' OR a.handle LIKE ? ESCAPE '\\'))
      """, pattern + "%", "@" + pattern + "%")
  }

  private static func sign(_ text: String) -> DeskCondition {
    DeskCondition(
      "EXISTS (SELECT 1 FROM message m WHERE m.id = h.message AND instr(m.text, ?))", text)
  }
}

/// A part of a query with the values of its question marks.
struct DeskCondition {
  var sql: String
  var values: [any DatabaseValueConvertible]

  init(_ sql: String, _ values: any DatabaseValueConvertible...) {
    self.sql = sql
    self.values = values
  }
}
