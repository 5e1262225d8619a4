import Detection
import Foundation
import TestStreams
import Testing

struct VolumeDetectorTests {
  /// Seconds at which an episode began.
  private func alarms(
    _ stream: OrdinaryStream, factor: (Int) -> Double = { _ in 1 }
  ) -> [Int] {
    var detector = VolumeDetector(interval: stream.interval)
    return stream.buckets(factor: factor)
      .filter { detector.observe($0.count, at: $0.second).isAlarm }.map(\.second)
  }

  @Test(arguments: [0.05, 0.3, 1, 7, 100, 1000], [0, 0.1])
  func sixtyOrdinaryDaysRaiseNoAlarm(rate: Double, dispersion: Double) {
    #expect(alarms(OrdinaryStream(rate: rate, dispersion: dispersion, seed: 11)).isEmpty)
  }

  @Test(arguments: [7.0, 100, 1000])
  func tenfoldSpikeAlarmsWithinTwoBuckets(rate: Double) {
    let stream = OrdinaryStream(rate: rate, dispersion: 0.1, days: 30)
    let spike = stream.start + 25 * 86_400 + 12 * 3600
    let found = alarms(stream) { (spike..<spike + 1800).contains($0) ? 10 : 1 }
    #expect(found.count == 1)
    #expect(found.allSatisfy { (spike..<spike + 600).contains($0) })
  }

  @Test(arguments: [30.0, 300])
  func lastingDoublingAlarmsOnceThatDay(rate: Double) {
    let stream = OrdinaryStream(rate: rate, dispersion: 0.05, days: 75)
    let change = stream.start + 45 * 86_400 + 8 * 3600
    let found = alarms(stream) { $0 >= change ? 2 : 1 }
    #expect(found.count == 1)
    #expect(found.allSatisfy { (change..<change + 12 * 3600).contains($0) })
  }

  @Test func lastingNewLevelBecomesUsual() throws {
    let stream = OrdinaryStream(rate: 50, dispersion: 0.05, days: 70)
    let change = stream.start + 30 * 86_400
    var detector = VolumeDetector(interval: 300)
    var last: Reading?
    for bucket in stream.buckets(factor: { $0 >= change ? 4 : 1 }) {
      last = detector.observe(bucket.count, at: bucket.second)
    }
    let reading = try #require(last)
    let usual = 4 * stream.rate(at: stream.start + 70 * 86_400 - 300)
    #expect(!reading.isElevated)
    #expect(reading.expected > 0.6 * usual)
    #expect(reading.expected < 1.5 * usual)
  }

  @Test func burstTeachesLittle() {
    let stream = OrdinaryStream(rate: 50, dispersion: 0.05, days: 31)
    let burst = stream.start + 30 * 86_400
    var calm = VolumeDetector(interval: 300)
    var hit = VolumeDetector(interval: 300)
    var expected = (calm: 0.0, hit: 0.0)
    for (a, b) in zip(
      stream.buckets(),
      stream.buckets(factor: { (burst..<burst + 10_800).contains($0) ? 20 : 1 }))
    {
      expected.calm = calm.observe(a.count, at: a.second).expected
      expected.hit = hit.observe(b.count, at: b.second).expected
    }
    #expect(expected.hit < 1.25 * expected.calm)
  }

  @Test func firstDayAdmitsThatItLearnsAndRaisesNoAlarm() {
    for seed in UInt64(1)...8 {
      let stream = OrdinaryStream(
        rate: 20, dispersion: 0.1, days: 1, start: 1_420_416_000 + Int(seed) * 19_800, seed: seed)
      var detector = VolumeDetector(interval: 300)
      for bucket in stream.buckets() {
        let reading = detector.observe(bucket.count, at: bucket.second)
        #expect(!reading.isAlarm)
        if bucket.second < stream.start + 20 * 3600 { #expect(reading.isLearning) }
      }
    }
  }

  @Test func thirdDayIsNotSilent() {
    let stream = OrdinaryStream(rate: 20, dispersion: 0.1, days: 3)
    let spike = stream.start + 2 * 86_400 + 13 * 3600
    let found = alarms(stream) { (spike..<spike + 3600).contains($0) ? 15 : 1 }
    #expect(found.count == 1)
  }

  @Test(arguments: [60, 300, 3600])
  func longEpisodeIsOneAlarm(interval: Int) {
    let stream = OrdinaryStream(
      rate: 0.1 * Double(interval), dispersion: 0.1, interval: interval, days: 30)
    let burst = stream.start + 25 * 86_400 + 9 * 3600
    var detector = VolumeDetector(interval: interval)
    var scores: [Double] = []
    for bucket in stream.buckets(factor: { (burst..<burst + 20_000).contains($0) ? 12 : 1 }) {
      let reading = detector.observe(bucket.count, at: bucket.second)
      #expect((0...1).contains(reading.score))
      #expect(reading.isAlarm == (reading.score >= 0.5))
      scores.append(reading.score)
    }
    #expect(scores.count { $0 >= 0.5 } == 1)
  }
}
