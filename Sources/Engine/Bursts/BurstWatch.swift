import Detection
import Foundation
import PluginKit
import Synchronization

/// Watches all messages together: what many suddenly write about, and how many there are. It knows
/// no store: what it finds, the decision of a message or the next round of `BurstLoop` records.
final class BurstWatch: Sendable {
  /// A message that was written so much earlier waited for us: it says nothing about now.
  private static let backlog = Duration.minutes(20)

  /// An incident of the streams that is open.
  struct OpenVolume: Sendable {
    var key: String
    var kind: PlannedBurst.Kind
    var count = 0
    var since: Date
    /// Since when there is no more than usual.
    var calmSince: Date?
  }

  struct State: Sendable {
    var topics = TopicDetector()
    var volumes = VolumeStreams()
    /// By stream.
    var open: [String: OpenVolume] = [:]
    /// Topics about which something is to be recorded.
    var changed: Set<Topic.ID> = []
    /// How long people take to answer; nil: not known.
    var wait: Duration?
    var isReady = false
    /// When the streams' state was kept last.
    var keptAt: Date?
  }
  let state = Mutex(State())

  /// How long an answer takes while there is a surge, nil without one.
  enum Surge: Sendable, Hashable {
    case none
    case on(wait: Duration?)
  }
  var surge: Surge {
    state.withLock { state in
      state.open[VolumeStreams.all]?.kind == .surge ? .on(wait: state.wait) : .none
    }
  }

  func expect(_ wait: Duration?) { state.withLock { $0.wait = wait } }

  /// What one message means, in the order of decisions; nil: nothing.
  func observe(_ message: WatchedMessage, _ settings: BurstSettings) -> PlannedBurst? {
    state.withLock { state in
      guard state.isReady else { return nil }
      state.topics.settings.authors = settings.authors
      note(message, in: &state)
      let sighting = state.topics.observe(
        Self.topicMessage(message), usualPerHour: state.volumes.usualPerHour(of: VolumeStreams.all))
      return Self.planned(sighting, in: &state, settings)
        ?? Self.sudden(message, in: &state, settings)
    }
  }

  private func note(_ message: WatchedMessage, in state: inout State) {
    guard message.createdAt + Self.backlog > message.decidedAt else { return }
    state.volumes.note(
      message.streams, row: message.row, at: Int(message.decidedAt.timeIntervalSince1970))
    for name in message.streams { state.open[name]?.count += 1 }
  }

  private static func topicMessage(_ message: WatchedMessage) -> TopicMessage {
    TopicMessage(
      row: message.row, author: message.author, at: message.decidedAt.timeIntervalSince1970,
      source: message.text,
      text: TopicText(
        of: message.text, language: message.language ?? "en", tags: message.categories))
  }

  private static func planned(
    _ sighting: TopicDetector.Sighting, in state: inout State, _ settings: BurstSettings
  ) -> PlannedBurst? {
    let (id, earlier, isOpening): (Topic.ID, [Int64], Bool)
    switch sighting {
    case .none: return nil
    case .joins(let topic): (id, earlier, isOpening) = (topic, [], false)
    case .widens(let topic, let rows): (id, earlier, isOpening) = (topic, rows, false)
    case .opens(let topic, let rows): (id, earlier, isOpening) = (topic, rows, true)
    }
    guard let topic = state.topics.topics[id] else { return nil }
    state.changed.insert(id)
    return PlannedBurst(
      key: id, kind: .topic, name: topic.name, isOpening: isOpening, earlier: earlier,
      examples: topic.examples, usualPerHour: state.topics.usualPerHour(of: topic),
      topic: isOpening ? topic.json : nil, groupFor: settings.groupFor)
  }

  /// So many more negative messages within minutes that no bucket's end has to be waited for.
  private static func sudden(
    _ message: WatchedMessage, in state: inout State, _ settings: BurstSettings
  ) -> PlannedBurst? {
    let stream = VolumeStreams.negative
    guard message.streams.contains(stream), state.open.isEmpty,
      state.topics.largestShare(
        at: message.decidedAt.timeIntervalSince1970) < dominantShare,
      let sudden = state.volumes.sudden(stream, at: message.decidedAt.timeIntervalSince1970)
    else { return nil }
    let start = Int(message.decidedAt.timeIntervalSince1970) / VolumeStreams.bucket
    let key = OpenVolume.key(of: stream, at: start * VolumeStreams.bucket)
    let since = message.decidedAt - .seconds(sudden.seconds)
    state.open[stream] = OpenVolume(key: key, kind: .volume, count: sudden.count, since: since)
    return PlannedBurst(
      key: key, kind: .volume, name: Self.name(of: stream), isOpening: true,
      examples: [message.row], usualPerHour: state.volumes.usualPerHour(of: stream) ?? 0,
      count: sudden.count, since: since, groupFor: settings.groupFor)
  }

  /// With nothing remembered.
  func begin() { state.withLock { $0.isReady = true } }

  /// People ended it.
  func ended(_ key: String) {
    state.withLock { state in
      state.topics.close(key)
      if let stream = state.open.first(where: { $0.value.key == key })?.key {
        state.open[stream] = nil
      }
    }
  }
}

extension BurstWatch {
  /// Takes over what the store has. Until then nothing is observed.
  func restore(from store: any BurstStore, now: Date) async throws {
    let bursts = try await store.bursts(endedSince: now - .hours(24))
    let volumes = try await store.volumes()
    let messages = try await store.watched(limit: TopicDetector.remembered)
    state.withLock { state in
      for burst in bursts {
        if var topic = burst.topic.flatMap(Topic.init(json:)) {
          if !burst.isOpen { topic.end() }
          state.topics.restore(topic)
        } else if burst.isOpen, burst.kind != .topic {
          let stream = OpenVolume.stream(of: burst.key)
          state.open[stream] = OpenVolume(key: burst.key, kind: burst.kind, since: burst.openedAt)
        }
      }
      state.volumes.restore(volumes)
      let second = Int(now.timeIntervalSince1970)
      let bucket = Double(second / VolumeStreams.bucket * VolumeStreams.bucket)
      for message in messages {
        state.topics.remember(Self.topicMessage(message), in: message.burst)
        if message.decidedAt.timeIntervalSince1970 >= bucket { note(message, in: &state) }
      }
      state.isReady = true
    }
  }
}

extension BurstWatch.OpenVolume {
  static func key(of stream: String, at start: Int) -> String { "volume-\(start)-\(stream)" }

  static func stream(of key: String) -> String {
    String(key.split(separator: "-", maxSplits: 2).last ?? "")
  }
}

extension WatchedMessage {
  init(_ claimed: Claimed, _ findings: Findings, at now: Date) {
    let message = claimed.message
    var categories: [String] = []
    if case .object(let members)? = findings["crisis"]?.value["categories"] {
      categories = members.filter { $0.value.number ?? 0 >= 0.5 }.map(\.key)
    }
    self.init(
      row: claimed.row, connector: message.id.connector,
      author: "\(message.id.connector)/\(message.author.id)", text: message.text,
      createdAt: message.editedAt ?? message.createdAt, decidedAt: now,
      language: findings["language"]?.value["code"]?.string ?? message.language,
      sentiment: findings.label(of: "sentiment"), intent: findings.label(of: "intent"),
      categories: categories)
  }

  var streams: [String] {
    var names = [VolumeStreams.all, "connector:\(connector)"]
    if sentiment == "negative" { names.append(VolumeStreams.negative) }
    if let intent { names.append("intent:\(intent)") }
    return names + categories.map { "category:\($0)" }
  }
}

extension Topic {
  /// As the store keeps it.
  var json: String? {
    do { return String(decoding: try JSONEncoder().encode(self), as: UTF8.self) } catch {
      return nil
    }
  }

  init?(json: String) {
    do { self = try JSONDecoder().decode(Topic.self, from: Data(json.utf8)) } catch { return nil }
  }
}
