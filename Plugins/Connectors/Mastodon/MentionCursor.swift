import Foundation
import PluginKit

/// Where polling stands. Mentions are read forward from `newest`. A mention can also appear late,
/// *below* ids that were read already, so from time to time a sweep reads again what came in since
/// the sweep before the last: it finds what is up to one sweep interval late.
///
/// Ids are opaque: the next position is always the first item of a page, as served.
struct MentionCursor: Codable, Hashable, Sendable {
  /// Below every id of every server that is known: numbers and ULIDs alike.
  static let floor = "0"

  private(set) var newest: String
  /// Where the next sweep starts, and the one after it.
  private var overlap: String
  private var mark: String
  private var sweptAt: Date
  /// Where a running sweep stands.
  private(set) var sweep: String?
  private var sweepMoved = false
  /// More pages wait; then no sweep starts.
  private var isBehind = false

  init(newest: String, now: Date) {
    self.newest = newest
    overlap = newest
    mark = newest
    sweptAt = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded())
  }

  /// What the next page has to be newer than.
  var position: String { sweep ?? newest }

  mutating func beginSweep(now: Date, every interval: Duration) {
    // A clock that went back must not put sweeps off for long.
    let passed = abs(now.timeIntervalSince(sweptAt))
    guard sweep == nil, !isBehind, passed >= interval.seconds else { return }
    sweep = overlap
    sweepMoved = false
    overlap = mark
    mark = newest
    sweptAt = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded())
  }

  /// - Parameter first: the first item of the page as served; nil when it was empty.
  mutating func advance(to first: String?) {
    if sweep == nil {
      newest = first ?? newest
    } else if let first {
      sweep = first
      sweepMoved = true
    } else {
      // Nothing is newer than where the sweep ended.
      if sweepMoved { newest = sweep ?? newest }
      sweep = nil
      sweepMoved = false
    }
  }

  mutating func noteMore(_ hasMore: Bool) { isBehind = hasMore && sweep == nil }
}
