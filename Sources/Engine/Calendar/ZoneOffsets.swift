import Foundation

/// A zone's offsets from UTC, as a table: each is valid from one transition to the next.
///
/// What a local time means where clocks change follows from two definitions: it *begins* at the
/// first instant at which the clock shows it or later, and it is *over* at the last instant before
/// which the clock shows anything earlier. So a local time that is skipped is the instant of the
/// change; of one that comes twice, a beginning is the first and an end is the second.
struct ZoneOffsets: Sendable, Hashable {
  /// Seconds since 1970 in UTC, ascending.
  private(set) var transitions: [Int] = []
  /// Seconds east of UTC; one more than transitions.
  private(set) var offsets: [Int]

  /// No offset is larger than this, in seconds: how far around a local time to look.
  static let largestOffset = 26 * 3600
  /// Tables end with this year; its last offset stays.
  static let lastYear = 2200

  init(first offset: Int) { offsets = [offset] }

  static let utc = ZoneOffsets(first: 0)

  /// From the system's zone files, so that an update of its `tzdata` counts after a restart; where
  /// there is none for this zone, from what Foundation brings along.
  init(_ zone: TimeZone) {
    self = ZoneFile.offsets(named: zone.identifier) ?? ZoneOffsets(sampling: zone)
  }

  /// Changes that leave the offset as it is (a new name, a new kind of time) are no transitions.
  mutating func append(_ offset: Int, from instant: Int) {
    guard offset != offsets[offsets.count - 1] else { return }
    if let last = transitions.last, instant <= last { return }
    transitions.append(instant)
    offsets.append(offset)
  }

  func offset(at instant: Int) -> Int { offsets[segment(at: instant)] }

  /// What the clock shows, in seconds since 1970-01-01T00:00 of that clock.
  func local(_ instant: Int) -> Int { instant + offset(at: instant) }

  func beginning(ofLocal local: Int) -> Int {
    var index = segment(at: local - Self.largestOffset)
    while index < transitions.count, transitions[index] + offsets[index] <= local { index += 1 }
    let begin = index == 0 ? Int.min : transitions[index - 1]
    return max(begin, local - offsets[index])
  }

  func end(ofLocal local: Int) -> Int {
    var index = segment(at: local + Self.largestOffset)
    while index > 0, transitions[index - 1] + offsets[index] >= local { index -= 1 }
    let end = index == transitions.count ? Int.max : transitions[index]
    return min(end, local - offsets[index])
  }

  /// Short, since a table has hundreds of entries; equality still compares them all.
  func hash(into hasher: inout Hasher) {
    hasher.combine(transitions.count)
    hasher.combine(transitions.last)
    hasher.combine(offsets.last)
  }

  private func segment(at instant: Int) -> Int {
    var low = 0, high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= instant { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension ZoneOffsets {
  /// Looks at Foundation's offsets day by day and halves each day that has a change.
  init(sampling zone: TimeZone) {
    func offset(_ instant: Int) -> Int {
      zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant)))
    }
    var before = 0
    self.init(first: offset(before))
    while before < 2100 * 31_556_952 - 1970 * 31_556_952 {
      let after = before + 86_400
      if offset(after) != offsets[offsets.count - 1] {
        var low = before, high = after
        let old = offset(before)
        while high - low > 1 {
          let middle = (low + high) / 2
          if offset(middle) == old { low = middle } else { high = middle }
        }
        append(offset(high), from: high)
      }
      before = after
    }
  }
}
