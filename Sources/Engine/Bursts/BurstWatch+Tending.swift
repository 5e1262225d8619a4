import Detection
import Foundation
import PluginKit
import Synchronization

/// What time does: buckets end, topics fall quiet.
extension BurstWatch {
  /// What is to be recorded.
  struct Tended {
    /// With the row of a message that shows each.
    var openings: [(burst: PlannedBurst, message: Int64)] = []
    var changes: [BurstChange] = []
    var volumes: [String: String] = [:]
  }

  /// Streams are calm for so long before an incident of theirs counts as quiet.
  private static let calmFor = Duration.minutes(30)
  /// A topic that has so many of the newest messages is what they are more for.
  static let dominantShare = 0.3

  /// How often the streams' state is kept: it is much to write, and what a crash loses of it is
  /// learnt again.
  private var keepEvery: Duration { .hours(1) }

  /// The streams' state, for the end.
  func volumes() throws -> [String: String] {
    try state.withLock { $0.isReady ? try $0.volumes.json() : [:] }
  }

  /// - Parameter offset: seconds that the brand's clock is ahead of UTC.
  func tend(_ settings: BurstSettings, offset: Int, now: Date) throws -> Tended {
    try state.withLock { state in
      guard state.isReady else { return Tended() }
      var tended = Tended()
      let second = now.timeIntervalSince1970
      for change in state.topics.tend(at: second, closeAfter: settings.closeAfter.seconds) {
        tended.changes.append(Self.recorded(change, state.topics))
      }
      for id in state.changed.sorted() {
        guard let topic = state.topics.topics[id] else { continue }
        tended.changes.append(
          BurstChange(
            id, .goesOn(count: nil), name: topic.name, examples: topic.examples,
            topic: topic.json))
      }
      state.changed = []
      let closings = state.volumes.close(until: Int(second), offset: offset)
      for closing in closings { Self.judge(closing, &state, settings, now, &tended) }
      if !closings.isEmpty, state.keptAt.map({ $0 + keepEvery <= now }) ?? true {
        tended.volumes = try state.volumes.json()
        state.keptAt = now
      }
      return tended
    }
  }

  private static func recorded(_ change: TopicDetector.Change, _ topics: TopicDetector)
    -> BurstChange
  {
    switch change {
    case .quiet(let id): BurstChange(id, .quiet, topic: topics.topics[id]?.json)
    case .closed(let id): BurstChange(id, .closed, topic: topics.topics[id]?.json)
    case .merged(let id, let other): BurstChange(id, .merged(into: other))
    }
  }

  private static func judge(
    _ closing: VolumeStreams.Closing, _ state: inout State, _ settings: BurstSettings,
    _ now: Date, _ tended: inout Tended
  ) {
    for (stream, open) in state.open.sorted(by: { $0.key < $1.key }) {
      let expected = closing.readings[stream]?.expected ?? 0
      let isCalm = closing.counts[stream] ?? 0 <= 2 * expected + 2
      if !isCalm { state.open[stream]?.calmSince = nil }
      let calmSince = isCalm ? open.calmSince ?? now : nil
      state.open[stream]?.calmSince = calmSince
      if let calmSince, calmSince + calmFor <= now {
        state.open[stream] = nil
        tended.changes.append(BurstChange(open.key, .closed))
      } else {
        tended.changes.append(BurstChange(open.key, .goesOn(count: open.count)))
      }
    }
    let alarms = closing.readings.filter { $0.value.isAlarm }.keys.sorted()
    guard !alarms.isEmpty, !isExplained(by: state.topics, now) else { return }
    // The most telling one: there are more complaints, not more messages.
    let unusual = alarms.filter { $0 != VolumeStreams.all && state.volumes.isUnusualShare(of: $0) }
    let order = [VolumeStreams.negative, "category:", "intent:", "connector:"]
    let first = order.lazy.compactMap { kind in unusual.first { $0.hasPrefix(kind) } }.first
    let stream = first ?? (alarms.contains(VolumeStreams.all) ? VolumeStreams.all : nil)
    guard let stream, state.open.isEmpty, let row = state.volumes.newest[stream] else { return }
    open(stream, closing, row, &state, settings, &tended)
  }

  private static func open(
    _ stream: String, _ closing: VolumeStreams.Closing, _ row: Int64, _ state: inout State,
    _ settings: BurstSettings, _ tended: inout Tended
  ) {
    let kind: PlannedBurst.Kind = stream == VolumeStreams.all ? .surge : .volume
    let key = OpenVolume.key(of: stream, at: closing.start)
    let since = Date(timeIntervalSince1970: Double(closing.start))
    let count = Int(closing.counts[stream] ?? 0)
    state.open[stream] = OpenVolume(key: key, kind: kind, count: count, since: since)
    let expected = closing.readings[stream]?.expected ?? 0
    let burst = PlannedBurst(
      key: key, kind: kind, name: name(of: stream), isOpening: true,
      examples: [row], usualPerHour: expected * 3600 / Double(VolumeStreams.bucket),
      count: count, since: since, groupFor: settings.groupFor)
    tended.openings.append((burst, row))
  }

  static func name(of stream: String) -> String {
    let parts = stream.split(separator: ":", maxSplits: 1).map(String.init)
    switch (parts.first, parts.last) {
    case (VolumeStreams.all, _): return "messages of the usual mix"
    case ("intent", let label?): return "messages with the intent \(label)"
    case ("category", let label?): return "messages of the category \(label)"
    case ("connector", let id?): return "messages on \(id)"
    default: return "\(stream) messages"
    }
  }

  /// Whether an active topic has so many of the newest messages that it is the reason.
  private static func isExplained(by topics: TopicDetector, _ now: Date) -> Bool {
    topics.largestShare(at: now.timeIntervalSince1970) >= dominantShare
  }
}
