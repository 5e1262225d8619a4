import Detection
import Foundation
import TestStreams
import Testing

struct VolumeDetectorStateTests {
  @Test(arguments: [60, 300, 3600])
  func restartChangesNoScore(interval: Int) throws {
    let stream = OrdinaryStream(rate: 7, dispersion: 0.5, interval: interval, days: 20)
    var running = VolumeDetector(interval: interval)
    var restarted = running
    for (index, bucket) in stream.buckets().enumerated() {
      if index % 97 == 0 {
        let data = try JSONEncoder().encode(restarted)
        restarted = try JSONDecoder().decode(VolumeDetector.self, from: data)
      }
      #expect(
        running.observe(bucket.count, at: bucket.second)
          == restarted.observe(bucket.count, at: bucket.second))
    }
    #expect(running == restarted)
  }

  @Test(arguments: [60, 300, 3600])
  func stateStaysSmall(interval: Int) throws {
    let stream = OrdinaryStream(rate: 7, dispersion: 0.5, interval: interval, days: 30)
    var detector = VolumeDetector(interval: interval)
    for bucket in stream.buckets() { _ = detector.observe(bucket.count, at: bucket.second) }
    #expect(try JSONEncoder().encode(detector).count < 10_240)
  }

  @Test func gapIsNoSilence() {
    let stream = OrdinaryStream(rate: 50, dispersion: 0.1, days: 30)
    let gap = stream.start + 20 * 86_400..<stream.start + 23 * 86_400 + 40_000
    var detector = VolumeDetector(interval: 300)
    for bucket in stream.buckets() where !gap.contains(bucket.second) {
      let reading = detector.observe(bucket.count, at: bucket.second)
      #expect(!reading.isAlarm)
      if bucket.second == gap.upperBound {
        #expect(reading.expected > 0.5 * stream.rate(at: bucket.second))
      }
    }
  }

  @Test func repeatedAndEarlierBucketsChangeNothing() {
    let stream = OrdinaryStream(rate: 50, dispersion: 0.1, days: 9)
    var plain = VolumeDetector(interval: 300)
    var disturbed = plain
    for bucket in stream.buckets() {
      let reading = plain.observe(bucket.count, at: bucket.second)
      #expect(reading == disturbed.observe(bucket.count, at: bucket.second))
      #expect(!disturbed.observe(99_999, at: bucket.second).isAlarm)
      #expect(!disturbed.observe(99_999, at: bucket.second - 86_400).isAlarm)
    }
    #expect(plain == disturbed)
  }

  @Test func constantAndEmptySeriesStayCalm() {
    for count in [0.0, 1, 1_000_000] {
      var detector = VolumeDetector(interval: 300)
      for bucket in 0..<8000 {
        let reading = detector.observe(count, at: 1_420_416_000 + bucket * 300)
        #expect(!reading.isAlarm)
        #expect(reading.score.isFinite)
      }
    }
  }

  @Test func oneMessageAfterSilenceIsNoAlarm() {
    var detector = VolumeDetector(interval: 300)
    for bucket in 0..<8000 { _ = detector.observe(0, at: bucket * 300) }
    #expect(!detector.observe(1, at: 8000 * 300).isAlarm)
    #expect(!detector.observe(2, at: 8001 * 300).isAlarm)
  }

  @Test func absurdInputIsSafe() {
    let counts = [1e12, .nan, -5, .infinity, 0, 1e-300, 1e12, 3]
    let seconds = [Int.min / 2, -1, 0, 1, 300, 1_700_000_000, Int.max / 2]
    for interval in [Int.min, 0, 1, 300, Int.max] {
      var detector = VolumeDetector(interval: interval)
      for second in seconds {
        for count in counts {
          let reading = detector.observe(count, at: second)
          #expect(reading.score.isFinite && reading.expected.isFinite)
        }
      }
    }
  }
}
