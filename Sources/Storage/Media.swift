import Foundation
import GRDB
import PluginKit

/// What is attached to messages, as JSON in `message.media`; NULL where nothing is.
enum Media {
  static func write(_ db: Database, _ media: [Medium], of message: Int64) throws {
    let text =
      media.isEmpty ? nil : String(decoding: try JSONEncoder().encode(media), as: UTF8.self)
    try db.run("UPDATE message SET media = ? WHERE id = ? AND media IS NOT ?", text, message, text)
  }

  /// Nobody but replyd writes it: what cannot be read shows as one attachment, so that nothing acts
  /// as if there were none.
  static func read(_ columns: Columns, _ index: Int32) -> [Medium] {
    guard let text = columns.optional(columns.text, index) else { return [] }
    do {
      return try JSONDecoder().decode([Medium].self, from: Data(text.utf8))
    } catch {
      return [Medium(kind: .other)]
    }
  }
}
