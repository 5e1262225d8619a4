import GRDB

/// The index of messages' words. What is deleted lies there until its parts are merged.
enum SearchedWords {
  /// Pages that one step merges at most.
  private static let pages = 256

  /// All of it at once: for who has to leave nothing behind.
  static func removeDeleted(_ db: Database) throws {
    try db.run("INSERT INTO messageWords(messageWords) VALUES('optimize')")
  }

  /// One step on the way there, short enough for a running store.
  static func removeSomeDeleted(_ db: Database) throws {
    try db.run("INSERT INTO messageWords(messageWords, rank) VALUES('merge', ?)", -pages)
  }
}
