import Detection
import Foundation
import TestStreams

/// Detection delay against false alarms as the threshold varies, on synthetic ordinary months
/// with one burst each.
struct DelayCurve {
  var tuning: Tuning
  private static let seeds = 1...8
  private static let thresholds = [0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.25, 1.6, 2]

  func printCSV() throws {
    print(
      "interval,per_day,dispersion,burst_factor,threshold,false_alarms_per_month,"
        + "detected_share,mean_delay_minutes")
    for interval in [60, 300] {
      for (perDay, dispersion) in [(2000.0, 0.1), (2000, 0.3), (300, 0.1)] {
        for factor in [2.0, 3, 5, 10] {
          for threshold in Self.thresholds {
            try printRow(interval, perDay, dispersion, factor, threshold)
          }
        }
      }
    }
  }

  private func printRow(
    _ interval: Int, _ perDay: Double, _ dispersion: Double, _ factor: Double, _ threshold: Double
  ) throws {
    let settings = try tuning.changing("significance", by: threshold)
      .changing("extremeness", by: threshold).settings()
    var falseAlarms = 0
    var delays: [Double] = []
    for seed in Self.seeds {
      let stream = OrdinaryStream(
        rate: perDay * Double(interval) / 86_400, dispersion: dispersion, interval: interval,
        days: 30, seed: UInt64(seed))
      // Six hours from a time of day that differs from month to month.
      let burst = stream.start + 21 * 86_400 + seed * 10_800
      let end = burst + 21_600
      var detector = VolumeDetector(interval: interval, settings: settings)
      var delay: Double?
      for bucket in stream.buckets(factor: { $0 >= burst && $0 < end ? factor : 1 })
      where detector.observe(bucket.count, at: bucket.second).isAlarm {
        if bucket.second >= burst, bucket.second < end {
          delay = delay ?? Double(bucket.second + interval - burst) / 60
        } else {
          falseAlarms += 1
        }
      }
      if let delay { delays.append(delay) }
    }
    let months = Double(Self.seeds.count)
    let mean = delays.isEmpty ? Double.nan : delays.reduce(0, +) / Double(delays.count)
    print(
      String(
        format: "%d,%.0f,%.1f,%.0f,%.2f,%.2f,%.2f,%.1f", interval, perDay, dispersion, factor,
        threshold, Double(falseAlarms) / months, Double(delays.count) / months, mean))
  }
}
