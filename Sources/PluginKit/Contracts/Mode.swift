/// How far a connector or stage may act by itself. The stricter of the two wins.
public enum Mode: String, Sendable, Hashable, Codable, Comparable, CaseIterable {
  case off
  /// A human approves each reply.
  case draft
  case auto

  private var rank: Int {
    switch self {
    case .off: 0
    case .draft: 1
    case .auto: 2
    }
  }

  /// Stricter is smaller.
  public static func < (a: Mode, b: Mode) -> Bool { a.rank < b.rank }
}
