import ArgumentParser
import Detection
import Foundation

/// A file of counts, scored line by line as it is read.
struct CountSeries {
  let path: String

  /// Calls `body` with each line and its score, in pieces.
  func scored(_ body: ([(line: CountLine, score: Double)]) throws -> Void) throws {
    var lines = try LineFile(path)
    var detector: VolumeDetector?
    var first: CountLine?
    var number = 0
    while let batch = try lines.next(4096) {
      var scored: [(CountLine, Double)] = []
      scored.reserveCapacity(batch.count)
      for line in batch {
        number += 1
        if line.isEmpty || (number == 1 && CountLine.isHeading(line)) { continue }
        let read: CountLine
        do { read = try CountLine(line) } catch {
          Terminal.error("\(path):\(number): \(error)")
          throw ExitCode(1)
        }
        guard detector != nil else {
          // The second line tells how long a bucket is.
          if let begun = first {
            var begins = VolumeDetector(interval: max(1, read.second - begun.second))
            scored.append((begun, begins.observe(begun.value, at: begun.second).score))
            scored.append((read, begins.observe(read.value, at: read.second).score))
            detector = begins
          } else {
            first = read
          }
          continue
        }
        scored.append((read, detector?.observe(read.value, at: read.second).score ?? 0))
      }
      try body(scored)
    }
    if detector == nil, let first { try body([(first, 0)]) }
  }
}

/// The labelled windows of several series: `{"file.csv": [["from", "to"], ...]}`.
struct WindowFile {
  private let windows: [String: [[String]]]
  private let path: String

  init(_ path: String) throws {
    self.path = path
    do {
      windows = try JSONDecoder().decode(
        [String: [[String]]].self, from: try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      Terminal.error("\(path): expected {\"file.csv\": [[\"from\", \"to\"]]}: \(error)")
      throw ExitCode(1)
    }
  }

  /// As rows of a series; the file is found by its name.
  func rows(of series: String, _ seconds: [Int]) throws -> BurstWindows {
    let name = URL(fileURLWithPath: series).lastPathComponent
    guard let found = windows[name] else {
      Terminal.error("\(path) has no windows for \(Terminal.safe(name))")
      throw ExitCode(1)
    }
    let ranges = try found.map { pair -> ClosedRange<Int> in
      let ends = try pair.map { try CountLine(Array("\($0),0".utf8)).second }
      guard ends.count == 2, let from = seconds.firstIndex(where: { $0 >= ends[0] }),
        let to = seconds.lastIndex(where: { $0 <= ends[1] }), from <= to
      else {
        Terminal.error("\(path): a window of \(Terminal.safe(name)) is not in the series")
        throw ExitCode(1)
      }
      return from...to
    }
    return BurstWindows(rowCount: seconds.count, windows: ranges)
  }
}
