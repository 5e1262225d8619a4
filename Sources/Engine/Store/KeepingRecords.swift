public import Foundation

/// A backup that was made.
public struct BackupReport: Sendable, Hashable {
  public var path: String
  public var at: Date
  public var messages: Int
  public var bytes: Int64

  public init(path: String, at: Date, messages: Int, bytes: Int64) {
    self.path = path
    self.at = at
    self.messages = messages
    self.bytes = bytes
  }
}

/// A backup file that the store remembers having made.
public struct BackupRecord: Sendable, Hashable {
  public var path: String
  public var at: Date
  /// Whether a file still lies there; one that does not may have been moved.
  public var isThere: Bool

  public init(path: String, at: Date, isThere: Bool) {
    self.path = path
    self.at = at
    self.isThere = isThere
  }
}

/// What became of the wish to forget an author.
public enum ForgetOutcome: Sendable, Hashable {
  case forgotten(ForgetReport)
  /// Nobody of that name is stored.
  case unknown
  /// Several bear the name: each as `connector/remote id`.
  case ambiguous([String])
}

/// What was removed of an author.
public struct ForgetReport: Sendable, Hashable {
  /// `connector/remote id`.
  public var author: String
  /// Rows by table.
  public var removed: [String: Int] = [:]
  /// Replies that were being posted at that moment and may still appear on the platform.
  public var underWay = 0
  /// Made while the author was stored.
  public var backups: [BackupRecord] = []
  /// Why bytes of removed rows may still lie in the store's file; nil once they are overwritten.
  public var residue: String?

  public init(author: String) { self.author = author }
}

/// One slice of the walk that removes what is older than `store.keep`.
public struct PruneSlice: Sendable, Hashable {
  /// Closed before this time.
  public var before: Date
  /// Rows up to this one were looked at.
  public var after: Int64
  /// Rows to look at.
  public var limit: Int

  public init(before: Date, after: Int64, limit: Int) {
    self.before = before
    self.after = after
    self.limit = limit
  }
}

/// What one slice removed.
public struct PruneResult: Sendable, Hashable {
  public var removed = 0
  /// Where the next slice starts; nil when no older row is left.
  public var next: Int64?

  public init() {}
}

/// What a restored store holds.
public struct RestoreReport: Sendable, Hashable {
  /// Where polling goes on.
  public struct Cursor: Sendable, Hashable {
    public var connector: String
    public var at: Date

    public init(connector: String, at: Date) {
      self.connector = connector
      self.at = at
    }
  }

  public var messages = 0
  public var open = 0
  /// When the newest message was received.
  public var newest: Date?
  public var cursors: [Cursor] = []
  /// Replies that may have gone out since the backup: the platform is asked first.
  public var unknown = 0
  /// Authors forgotten since the backup, and removed again.
  public var forgotten = 0
  /// Where the store lies that was replaced.
  public var kept: String?

  public init() {}
}
