import Detection
import Foundation
import TestStreams

/// Prints how well the volume detector does on labelled series and on synthetic months.
///
///     DetectBench FOLDER [--rotations] [--sensitivity] [--ordinary] [--curve] [name=value ...]
@main
struct Bench {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    var tuning = try Tuning()
    for argument in arguments {
      let parts = argument.split(separator: "=")
      guard parts.count == 2, let value = Double(parts[1]) else { continue }
      tuning.values[String(parts[0])] = value
    }
    if arguments.contains("--curve") { return try DelayCurve(tuning: tuning).printCSV() }
    if arguments.contains("--ordinary") { return try OrdinaryMonths(tuning: tuning).printTable() }
    guard let folder = arguments.first(where: { !$0.contains("--") && !$0.contains("=") }) else {
      return print("name the folder of the series and their windows.json")
    }
    let series = try Series.all(in: URL(filePath: folder, directoryHint: .isDirectory))
    try printSeries(series, tuning.settings())
    try printSpeed(series, tuning.settings())
    if arguments.contains("--sensitivity") { try Sensitivity(series: series).printTable(tuning) }
    if arguments.contains("--rotations") { try Rotations(series, tuning).printTables() }
  }

  private static func printSeries(_ series: [Series], _ settings: DetectorSettings) {
    print("series               standard low-FP low-FN  windows missed false")
    var sum = ScoredDetections()
    for one in series {
      let tally = one.tally(settings)
      printRow(one.name, tally)
      sum = sum + tally
    }
    printRow("all", sum)
  }

  static func printRow(_ name: String, _ tally: ScoredDetections) {
    let scores = ScoringProfile.all.map { String(format: "%7.1f", tally.score($0)) }
    print(
      name.padding(toLength: 20, withPad: " ", startingAt: 0), scores.joined(),
      tally.windows, tally.missed, tally.falseDetections, separator: "  ")
  }

  private static func printSpeed(_ series: [Series], _ settings: DetectorSettings) throws {
    let start = ContinuousClock.now
    for _ in 0..<10 { for one in series { _ = one.detections(settings) } }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let points = 10 * series.reduce(0) { $0 + $1.counts.count }
    print(String(format: "%.0f points a second", Double(points) / seconds))
    for interval in [60, 300, 3600] {
      var detector = VolumeDetector(interval: interval, settings: settings)
      let stream = OrdinaryStream(rate: 7, dispersion: 0.1, interval: interval)
      for bucket in stream.buckets() { _ = detector.observe(bucket.count, at: bucket.second) }
      print("state, \(interval) s buckets:", try JSONEncoder().encode(detector).count, "bytes JSON")
    }
  }
}
