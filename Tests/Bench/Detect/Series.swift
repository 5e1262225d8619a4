import Detection
import Foundation

/// One labelled series of counts.
struct Series: Sendable {
  var name: String
  var seconds: [Int]
  var counts: [Double]
  var windows: BurstWindows

  /// Reads every series named in a folder's `windows.json`.
  static func all(in folder: URL) throws -> [Series] {
    let data = try Data(contentsOf: folder.appending(path: "windows.json"))
    let labels = try JSONDecoder().decode([String: [[String]]].self, from: data)
    return try labels.keys.sorted().map { name in
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      return Series(name: name, csv: text, labels: labels[name] ?? [])
    }
  }

  init(name: String, csv: String, labels: [[String]]) {
    self.name = name
    seconds = []
    counts = []
    for line in csv.split(whereSeparator: \.isNewline).dropFirst() {
      let fields = line.split(separator: ",")
      guard fields.count == 2, let second = Self.second(fields[0]), let count = Double(fields[1])
      else { continue }
      seconds.append(second)
      counts.append(count)
    }
    var ranges: [ClosedRange<Int>] = []
    for pair in labels where pair.count == 2 {
      guard let start = Self.second(pair[0].prefix(19)), let end = Self.second(pair[1].prefix(19)),
        let first = seconds.firstIndex(where: { $0 >= start }),
        let last = seconds.lastIndex(where: { $0 <= end })
      else { continue }
      ranges.append(first...last)
    }
    windows = BurstWindows(rowCount: counts.count, windows: ranges)
  }

  func detections(_ settings: DetectorSettings) -> [Int] {
    var detector = VolumeDetector(interval: 300, settings: settings)
    return counts.indices.filter { detector.observe(counts[$0], at: seconds[$0]).score >= 0.5 }
  }

  func tally(_ settings: DetectorSettings) -> ScoredDetections {
    windows.score(detections: detections(settings))
  }

  /// "2015-02-26 21:42:53" as Unix time, UTC.
  private static func second(_ text: Substring) -> Int? {
    let parts = text.split { "-: ".contains($0) }.compactMap { Int($0) }
    guard parts.count == 6 else { return nil }
    var year = parts[0]
    if parts[1] <= 2 { year -= 1 }
    let month = (parts[1] + 9) % 12
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * month + 2) / 5 + parts[2] - 1
    let day = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return (day - 719_468) * 86_400 + parts[3] * 3600 + parts[4] * 60 + parts[5]
  }
}
