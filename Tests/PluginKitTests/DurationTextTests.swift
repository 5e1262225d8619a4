import PluginKit
import Testing

@Suite struct DurationTextTests {
  @Test(arguments: [
    ("250ms", 250), ("90s", 90_000), ("15m", 900_000), ("24h", 86_400_000), ("7d", 604_800_000),
    ("1.5h", 5_400_000), ("0s", 0),
  ] as [(String, Int)])
  func aDurationIsRead(_ text: String, _ milliseconds: Int) {
    #expect(Duration(text: text) == .milliseconds(milliseconds))
  }

  @Test(arguments: [
    "", "5", "m", "-5m", "5 m", "5M", "5min", "1e3s", "1h30m", "1.2.3s", "٣m", "999999999999d",
  ])
  func whatIsNoDurationIsRefused(_ text: String) {
    #expect(Duration(text: text) == nil)
  }

  @Test(arguments: [
    0, 1, 250, 999, 1000, 1500, 60_000, 90_000, 3_600_000, 5_400_000, 86_400_000, 604_800_000,
    123_456_789,
  ])
  func aDurationWritesWhatReadsBackEqual(_ milliseconds: Int) {
    let duration = Duration.milliseconds(milliseconds)
    #expect(Duration(text: duration.text) == duration)
  }

  @Test func theShortestFormIsWritten() {
    #expect(Duration.hours(48).text == "2d" && Duration.seconds(90).text == "90s")
  }
}
