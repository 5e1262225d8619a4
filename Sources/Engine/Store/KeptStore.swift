public import Foundation

/// What keeps a store, and keeps it small: backups, forgetting, retention. Part of `Store`.
public protocol KeptStore: Sendable {
  /// Copies the store to a new file, of mode 0600, in slices between which it goes on working. The
  /// file is remembered, for `forget`.
  func backup(to path: String, at: Date) async throws -> BackupReport

  /// Removes an author with everything they wrote and all that came of it, also from the file's
  /// free space. A poll that sees it again does not bring it back.
  ///
  /// - Parameter author: `connector/remote id`, or a handle.
  func forget(_ author: String, at: Date) async throws -> ForgetOutcome

  /// Removes the closed messages of one slice; never one of a conversation with anything open.
  func prune(_ slice: PruneSlice) async throws -> PruneResult
}
