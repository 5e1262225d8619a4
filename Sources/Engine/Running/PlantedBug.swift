#if DEBUG
  import Foundation

  /// Bugs planted on purpose, in debug builds only, to prove that the harness that kills the daemon
  /// would catch them: it turns one on by its variable. No release contains any of this.
  public enum PlantedBug: String, Sendable, CaseIterable {
    /// The cursor commits before the page it fetched (P1).
    case cursorBeforeRows
    /// A reply counts as posted before it is (P3).
    case receiptBeforePost
    /// Commits are not flushed: a power cut takes them back (P1, P3).
    case synchronousNormal
    /// What may be out is posted again without asking (P3).
    case blindRetry
    /// A decision overwrites what came in between (P3).
    case noFence
    /// A hold stops decisions yet to come, but nothing that is queued (P8).
    case holdMissesOutbox
    /// A human counts as told before anybody was (P5).
    case toldBeforeNotify

    public static let variable = "REPLYD_PLANTED_BUG"
    private static let current = PlantedBug(
      rawValue: ProcessInfo.processInfo.environment[variable] ?? "")

    /// Whether this process has the bug.
    public var isPlanted: Bool { Self.current == self }
  }
#endif
