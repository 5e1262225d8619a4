import Foundation
import PluginTesting
import TestSupport
import Testing

/// `replyd detect`, as an operator calls it.
struct DetectTests {
  private let folder: TemporaryFolder
  private let binary: ReplydBinary

  init() throws {
    folder = try TemporaryFolder()
    binary = try ReplydBinary()
  }

  /// Ten days of five-minute counts, 20 and a little, with a burst in the last one.
  private func series(_ burst: Int, _ name: String) throws -> String {
    let rows = (0..<2880).map { row -> String in
      let minutes = row * 5
      let time = String(
        format: "2026-03-%02d %02d:%02d:00", 1 + minutes / 1440, minutes / 60 % 24, minutes % 60)
      let isBurst = burst > 0 && (2700..<2706).contains(row)
      return "\(time),\(isBurst ? burst : 18 + row * 7 % 5)"
    }
    try folder.write((["timestamp,value"] + rows).joined(separator: "\n") + "\n", to: name)
    return folder.path(of: name)
  }

  @Test func aBurstIsOneAlarmInTheSameRows() async throws {
    let done = try await binary.run(["detect", "--input", try series(300, "a.csv")])
    try #require(done.status == 0, "\(done.error)")
    let lines = done.output.split(separator: "\n")
    #expect(lines.count == 2881 && lines[0] == "timestamp,value,score")
    #expect(lines[1].hasPrefix("2026-03-01 00:00:00,18,"))
    let alarms = lines.dropFirst().enumerated().filter {
      Double($0.element.split(separator: ",")[2]) ?? -1 >= 0.5
    }
    #expect(alarms.map(\.offset) == [2700] || alarms.map(\.offset) == [2701])
  }

  @Test func anOrdinarySeriesHasNoAlarm() async throws {
    let output = folder.path(of: "scores.csv")
    let done = try await binary.run([
      "detect", "--input", try series(0, "b.csv"), "--output", output,
    ])
    try #require(done.status == 0 && done.output.isEmpty, "\(done.error)")
    let scores = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
      .dropFirst().compactMap { Double($0.split(separator: ",")[2]) }
    #expect(scores.count == 2880 && scores.allSatisfy { (0..<0.5).contains($0) })
  }

  @Test func labelledWindowsAreScored() async throws {
    let file = try series(300, "c.csv")
    try folder.write(
      #"{"c.csv": [["2026-03-10 08:00:00.000000", "2026-03-10 11:00:00.000000"]]}"#,
      to: "windows.json")
    let done = try await binary.run([
      "detect", "--input", file, "--windows", folder.path(of: "windows.json"),
    ])
    try #require(done.status == 0, "\(done.error)")
    #expect(done.output.contains("1 of 1") && done.output.contains("points/s"))
  }

  @Test(arguments: [
    ("timestamp,value\n2026-03-01 00:00:00,many\n", "bad.csv:2: expected a count, found many"),
    ("2026-03-01 00:00:00\n", "bad.csv:1: expected \"timestamp,value\""),
    ("yesterday,3\n", "bad.csv:1: expected a time such as 2026-03-01 09:05:00, found yesterday"),
    ("2026-03-01 00:00:00,-3\n", "bad.csv:1: expected a count, found -3"),
  ])
  func aWrongLineIsNamed(text: String, error: String) async throws {
    try folder.write(text, to: "bad.csv")
    let done = try await binary.run(["detect", "--input", folder.path(of: "bad.csv")])
    #expect(done.status == 1 && done.error.contains(error), "\(done.error)")
  }
}
