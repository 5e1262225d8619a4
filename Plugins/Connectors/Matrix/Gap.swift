/// Events of some rooms between two syncs that the second did not show.
///
/// `/messages` reads back from the newest, and messages are taken in oldest first. So a room is
/// walked back first, which gives the token of each page, and its pages are read from the last of
/// them on. What the cursor holds is where this stands.
struct Gap: Codable, Hashable, Sendable {
  /// How far back it goes.
  enum Start: Codable, Hashable, Sendable {
    /// To the sync before.
    case token(String)
    /// To our own invitation: what came before is not for us.
    case invitation
    /// To this time, in milliseconds: the server has forgotten the sync before.
    case time(Int64)
  }

  /// Tokens kept of one walk: 50,000 events. Of what is older, the newest come first.
  static let maxPages = 500
  /// Pages of one walk at most: no room is that long, but a server may say so.
  static let maxSteps = 10_000

  /// The first one is being read.
  var rooms: [String]
  /// The `next_batch` of the second sync: reading begins behind its newest events.
  let newest: String
  let start: Start
  /// Events of one page: fewer, once pages were too large. It never changes within a walk, since a
  /// page is read again by where it begins.
  var size = 100
  /// Where pages of the first room begin, newest first.
  var pages: [String] = []
  /// Where the walk goes on; nil: at `newest`, or nowhere when it is over.
  var walk: String?
  var isWalked = false
  /// Pages of the first room's walk so far, empty ones included.
  var steps = 0

  /// The first room is done with.
  mutating func nextRoom() {
    rooms.removeFirst()
    walkAgain()
  }

  mutating func walkAgain() { (pages, walk, isWalked, steps) = ([], nil, false, 0) }
}
