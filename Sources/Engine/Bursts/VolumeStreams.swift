import Detection
import Foundation

/// How many messages of each kind come, in buckets of five minutes: all, the negative ones, those
/// of each intent, crisis category and connector. Each stream has a detector of its own.
struct VolumeStreams: Sendable {
  /// Seconds.
  static let bucket = 300
  static let all = "all"
  static let negative = "negative"
  /// Names come from stages, and those may be programs: more streams are not opened.
  private static let most = 64

  /// One kind of message.
  struct Stream: Sendable, Codable {
    var detector = VolumeDetector(interval: VolumeStreams.bucket, settings: settings)
    /// Of the last closed buckets, the newest last.
    var recent: [Double] = []
    /// How many of all messages usually are of this kind: both numbers fade.
    var usual = 0.0
    var usualAll = 0.0

    /// Another burst on the same day is one more.
    private static var settings: DetectorSettings {
      var settings = DetectorSettings.standard
      settings.refractoryHours = 2
      return settings
    }

    /// The mean of the last hour but for the newest ten minutes: a busy day, or a morning that is
    /// not known yet, is no burst.
    var lately: Double {
      let earlier = recent.dropLast(2)
      return earlier.isEmpty ? 0 : earlier.reduce(0, +) / Double(earlier.count)
    }

    var share: Double { (usual + 1) / (usualAll + 2) }
  }

  /// One bucket's end.
  struct Closing: Sendable {
    var start: Int
    var counts: [String: Double]
    var readings: [String: Reading]
  }

  private static let suddenSpans: [Double] = [180, 600]
  private static let timesKept = 4096
  /// In nats, see `surprise`.
  private static let (suddenEvidence, mixEvidence) = (12.0, 3.0)
  /// What `share` forgets in a bucket: half in a week.
  private static let fade = 0.999_656
  static let kept = 14

  private(set) var streams: [String: Stream] = [:]
  private var counts: [String: Double] = [:]
  /// The newest message of each stream.
  private(set) var newest: [String: Int64] = [:]
  /// When the newest messages of all and of the negative ones came, in seconds since 1970.
  private var times: [String: [Double]] = [:]
  /// Of each stream, how many messages a bucket usually has now; none while it is learnt.
  private var usual: [String: Double] = [:]
  /// When the bucket began that is open; nil before the first message.
  private(set) var start: Int?

  mutating func note(_ names: [String], row: Int64, at second: Int) {
    if start == nil { start = second / Self.bucket * Self.bucket }
    for name in names where counts[name] != nil || streams[name] != nil || hasRoom {
      counts[name, default: 0] += 1
      newest[name] = row
    }
    for name in [Self.all, Self.negative] where names.contains(name) {
      times[name, default: []].append(Double(second))
      if times[name, default: []].count > Self.timesKept {
        times[name]?.removeFirst(Self.timesKept / 2)
      }
    }
  }

  /// nil while too little is known.
  func usualPerHour(of name: String) -> Double? {
    usual[name].map { $0 * 3600 / Double(Self.bucket) }
  }

  /// Whether the last minutes have far more of this kind than usual, and of all that came more
  /// than its share.
  func sudden(_ name: String, at now: Double) -> (count: Int, seconds: Double)? {
    guard let expected = usual[name], let own = streams[name] else { return nil }
    for seconds in Self.suddenSpans {
      func count(_ name: String) -> Double {
        Double(times[name, default: []].count { $0 > now - seconds && $0 <= now })
      }
      let (found, all) = (count(name), count(Self.all))
      let usual = expected * seconds / Double(Self.bucket) * 1.2 + 0.5
      guard surprise(of: found, expecting: usual) >= Self.suddenEvidence,
        surprise(of: found, expecting: own.share * all) >= Self.mixEvidence
      else { continue }
      return (Int(found), seconds)
    }
    return nil
  }

  private var hasRoom: Bool { max(streams.count, counts.count) < Self.most }

  /// Closes the buckets that have ended.
  ///
  /// - Parameter offset: seconds that the brand's clock is ahead of UTC.
  mutating func close(until second: Int, offset: Int) -> [Closing] {
    guard var start else { return [] }
    var closings: [Closing] = []
    // After a downtime the detectors see a gap, not hours without a message.
    if second - start > 12 * Self.bucket {
      (self.start, counts) = (second / Self.bucket * Self.bucket, [:])
      return []
    }
    while start + Self.bucket <= second {
      closings.append(closeOne(start, offset: offset))
      start += Self.bucket
      counts = [:]
    }
    self.start = start
    return closings
  }

  private mutating func closeOne(_ start: Int, offset: Int) -> Closing {
    var closing = Closing(start: start, counts: counts, readings: [:])
    let all = counts[Self.all] ?? 0
    for name in Set(streams.keys).union(counts.keys) {
      var stream = streams[name] ?? Stream()
      let count = counts[name] ?? 0
      stream.detector.utcOffset = offset
      let reading = stream.detector.observe(count, at: start)
      stream.recent = stream.recent.suffix(Self.kept - 1) + [count]
      if !reading.isElevated {
        stream.usual = stream.usual * Self.fade + count
        stream.usualAll = stream.usualAll * Self.fade + all
      }
      streams[name] = stream
      closing.readings[name] = reading
      usual[name] = reading.isLearning ? nil : max(reading.expected, stream.lately)
    }
    return closing
  }

  /// Whether the newest buckets have more of this kind among all messages than is usual: by more
  /// than four standard deviations and by a third at least.
  func isUnusualShare(of name: String) -> Bool {
    guard let own = streams[name], let all = streams[Self.all] else { return false }
    let (count, total) = (own.recent.suffix(3).reduce(0, +), all.recent.suffix(3).reduce(0, +))
    let expected = own.share * total
    let deviation = (expected * max(1 - own.share, 0.05)).squareRoot()
    return count >= 10 && count > expected + 4 * deviation && count > expected * 4 / 3
  }

  // MARK: Kept

  func json() throws -> [String: String] {
    try streams.mapValues { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
  }

  /// What cannot be read is learnt anew.
  mutating func restore(_ kept: [String: String]) {
    for (name, text) in kept {
      do {
        streams[name] = try JSONDecoder().decode(Stream.self, from: Data(text.utf8))
      } catch { continue }
    }
  }
}
