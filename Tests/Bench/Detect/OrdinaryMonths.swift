import Detection
import Foundation
import TestStreams

/// False alarms a month on streams without any burst.
struct OrdinaryMonths {
  var tuning: Tuning
  private static let seeds = 1...6

  func printTable() throws {
    print("interval,per_day,dispersion,alarms_per_month,alarms_in_first_week")
    let settings = try tuning.settings()
    for interval in [60, 300, 3600] {
      for perDay in [14.4, 100, 300, 2000, 30_000, 288_000] {
        for dispersion in [0, 0.1, 0.5, 1] {
          printRow(interval, perDay, dispersion, settings)
        }
      }
    }
  }

  private func printRow(
    _ interval: Int, _ perDay: Double, _ dispersion: Double, _ settings: DetectorSettings
  ) {
    var alarms = 0
    var early = 0
    for seed in Self.seeds {
      let stream = OrdinaryStream(
        rate: perDay * Double(interval) / 86_400, dispersion: dispersion, interval: interval,
        start: 1_420_416_000 + seed * 147_600, seed: UInt64(seed))
      var detector = VolumeDetector(interval: interval, settings: settings)
      for bucket in stream.buckets()
      where detector.observe(bucket.count, at: bucket.second).isAlarm {
        alarms += 1
        if bucket.second < stream.start + 7 * 86_400 { early += 1 }
      }
    }
    let months = 2 * Double(Self.seeds.count)
    print(
      String(
        format: "%d,%.0f,%.1f,%.2f,%d", interval, perDay, dispersion, Double(alarms) / months, early
      ))
  }
}
