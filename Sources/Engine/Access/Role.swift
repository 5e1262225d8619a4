/// What a user of the console may do; each role may do all that the one before it may.
public enum Role: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
  /// Reads.
  case viewer
  /// Answers customers.
  case agent
  /// Decides for others: assigns, holds, ends incidents.
  case lead
  /// Lets people in, and sees the config.
  case admin

  private var rank: Int {
    switch self {
    case .viewer: 0
    case .agent: 1
    case .lead: 2
    case .admin: 3
    }
  }

  public static func < (a: Role, b: Role) -> Bool { a.rank < b.rank }
}
