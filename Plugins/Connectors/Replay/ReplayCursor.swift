import Foundation
import PluginKit

/// How far a recording was played, and since when: `{"line":12,"start":"2026-..."}`.
struct ReplayCursor: Sendable {
  /// Entries emitted.
  var line: Int
  var start: Date

  init(line: Int, start: Date) {
    self.line = line
    self.start = start
  }

  init(_ cursor: Cursor) throws(PollFailure) {
    do {
      let node = try JSONReader.read(cursor.text.utf8).plain
      guard let number = node["line"]?.number, let line = Int(exactly: number), line >= 0,
        let text = node["start"]?.string, let start = Timestamp.parse(text)
      else { throw PollFailure.malformed("the stored cursor is not one of this connector") }
      self.init(line: line, start: start)
    } catch {
      throw .malformed("the stored cursor is not one of this connector")
    }
  }

  var cursor: Cursor {
    let value: JSONValue = ["line": .int(line), "start": .string(Timestamp.text(start))]
    return Cursor(value.text())
  }
}
