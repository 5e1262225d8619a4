import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// The release binary as a brand runs it for months, in small: a steady load, and all the while the
/// config is changed and reloaded, the server goes away, the token expires and is replaced.
/// `REPLYD_ENDURANCE` says for how many minutes; without it, a sample of one.
@Suite struct EnduranceTests {
  private static let perSecond = 50
  private static let minutes =
    ProcessInfo.processInfo.environment["REPLYD_ENDURANCE"].flatMap { Int($0) }
  /// Between two disturbances; each kind comes every third time.
  private static let pause: Duration = minutes == nil ? .seconds(8) : .seconds(20)
  /// What private memory may grow between the first third and the end, in MB: the store's page
  /// cache and the allocator's reserve fill slowly.
  private static let growth = 12.0

  @Test func aDaemonStaysWell() async throws {
    let seconds = (Self.minutes ?? 1) * 60
    let count = seconds * Self.perSecond
    let server = try LoopbackMastodonProcess(["--post-limit", "0"])
    let setup = try DaemonSetup(
      server: server.server, courses: DaemonSetup.speakAlways, sweepEvery: "10s", maxInFlight: 32)
    let daemon = try await setup.started(level: "info")
    let before = try await setup.json("status")["config"]
    try await server.load((0..<count).map(Self.mention), perSecond: Self.perSecond)
    let trouble = try Troublemaker(server: server, setup: setup, daemon: daemon)
    var memory: [Double] = []
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      try await trouble.makeNext()
      try await Task.sleep(for: Self.pause)
      memory.append(try privateMegabytes(of: daemon))
    }
    try await trouble.end()
    try await eventually("every message has its reply", within: .seconds(300), every: .seconds(1)) {
      try await server.read("counts")["clientStatuses"]?.number == Double(count)
    }
    try await eventually("the store knows it", within: .seconds(60), every: .seconds(1)) {
      try await setup.status().isSettled
    }
    #expect(daemon.isRunning)
    #expect(try await setup.json("status")["config"] != before, "no reload came through")
    #expect(try await daemon.terminate(within: .seconds(30)) == .exit(0))
    let verified = try await setup.command("verify")
    #expect(verified.status == 0, "\(verified.output)")
    let replies = try await server.record().replies
    #expect(replies.count == count && Set(replies.map(\.inReplyTo)).count == count)
    let first = memory.prefix(max(1, memory.count / 3)).max() ?? 0, last = memory.last ?? 0
    // The caches fill over some minutes: a short run says nothing.
    if Self.minutes ?? 0 >= 20 {
      #expect(last - first < Self.growth, "memory in MB: \(memory)")
    }
    print(
      "endurance: \(count) messages, \(trouble.summary); private memory \(Int(first)) MB in the "
        + "first third, \(Int(last)) MB at the end")
  }

  private static func mention(_ index: Int) -> JSONValue {
    let texts = [
      "Lovely shop, thank you", "My parcel did not arrive and nobody helps",
      "How do I change my address?", "Late again, this is awful", "Do you ship to Oslo?",
    ]
    return [
      "author": .string("customer\(index)@endure.example"),
      "text": .string("\(texts[index % texts.count]) (\(index))"),
    ]
  }

  private func privateMegabytes(of daemon: ReplydDaemon) throws -> Double {
    let rollup = try String(
      contentsOfFile: "/proc/\(daemon.processID)/smaps_rollup", encoding: .utf8)
    let line = try #require(rollup.split(separator: "\n").first { $0.hasPrefix("Private_Dirty:") })
    return (Double(line.filter(\.isNumber)) ?? 0) / 1024
  }
}
