/// Who may see a status, widest first.
enum Visibility: String, CaseIterable, Comparable, Sendable {
    case everyone = "public"
    case unlisted
    case followers = "private"
    case direct

    var isOpen: Bool { self == .everyone || self == .unlisted }

    /// Less is wider.
    static func < (left: Visibility, right: Visibility) -> Bool { left.rank < right.rank }

    private var rank: Int { Visibility.allCases.firstIndex(of: self) ?? 0 }
}
