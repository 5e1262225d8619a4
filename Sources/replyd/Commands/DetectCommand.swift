import ArgumentParser
import Detection
import Foundation
import PluginKit

/// `replyd detect`: the volume detector over a series of counts.
struct DetectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "detect",
    abstract: "Scores counts, timestamp,value in and timestamp,value,score out; 0.5 is an alarm.")

  @Option(name: .long, parsing: .upToNextOption, help: "CSV files; - is standard input.")
  var input: [String]
  @Option(name: .long, help: "Where the scores go.") var output = "-"
  @Option(
    name: .long,
    help:
      "Labelled windows as JSON by file name: prints how well they are found, in place of scores.")
  var windows: String?

  func validate() throws {
    if input.isEmpty { throw ValidationError("--input names no file") }
    if windows == nil && input.count > 1 {
      throw ValidationError("several files are scored together only with --windows")
    }
  }

  func run() throws {
    if let windows { return try measure(against: WindowFile(windows)) }
    let sink = try ByteSink(output)
    try sink.write(Array("timestamp,value,score\n".utf8))
    try CountSeries(path: input[0]).scored { scored in
      var text = ""
      for (line, score) in scored {
        text += "\(line.timestamp),\(Self.number(line.value)),\(Self.rounded(score))\n"
      }
      try sink.write(Array(text.utf8))
    }
  }

  private func measure(against windows: WindowFile) throws {
    var series: [DetectionReport.Series] = []
    var points = 0
    let began = SystemTime.monotonicSeconds
    var seconds: [[Int]] = []
    for path in input {
      var scores: [Double] = []
      var times: [Int] = []
      try CountSeries(path: path).scored { scored in
        scores += scored.map(\.score)
        times += scored.map(\.line.second)
      }
      points += scores.count
      seconds.append(times)
      series.append(
        .init(
          name: URL(fileURLWithPath: path).lastPathComponent,
          windows: BurstWindows(rowCount: 0, windows: []), scores: scores))
    }
    let took = max(SystemTime.monotonicSeconds - began, 1e-9)
    for (index, path) in input.enumerated() {
      series[index].windows = try windows.rows(of: path, seconds[index])
    }
    let report = DetectionReport(series: series, pointsPerSecond: Double(points) / took)
    for line in report.lines { Terminal.line(line) }
  }

  /// Counts are whole, mostly.
  private static func number(_ value: Double) -> String {
    value == value.rounded() && value < 1e15 ? "\(Int(value))" : "\(value)"
  }

  private static func rounded(_ score: Double) -> String {
    let parts = Int((score * 1_000_000).rounded())
    let digits = String(parts % 1_000_000)
    return "\(parts / 1_000_000).\(String(repeating: "0", count: 6 - digits.count))\(digits)"
  }
}
