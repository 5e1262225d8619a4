/// What a token of the API may be used for.
public enum Scope: String, Sendable, Hashable, Codable, CaseIterable {
  /// Everything that only reads, but the config, users and the audit log.
  case read
  /// Handoffs, notes, corrections, silences.
  case handoffs
  case drafts
  /// Holds, incidents.
  case incidents
  /// Config, users, tokens, audit log, backups, forgetting.
  case admin
}
