import Foundation
import PluginKit
import TestSupport

/// One measurement over processes of their own, on the cores they share.
struct EndToEndRun {
  struct Result {
    var perSecond: Double
    /// Of the daemon, a message.
    var processorMicroseconds: Double
    var peakMegabytes: Double
    /// When all is done and the daemon still runs.
    var memory: ProcessFigures.Memory
    /// Of the daemon's processor time; nil without perf.
    var shares: [(part: String, share: Double)]?
  }

  struct Failure: Error, CustomStringConvertible { let description: String }

  /// Longer, and something hangs.
  private static let patience = Duration.seconds(900)

  let messages: Int
  let profile: String

  func measure() async throws -> Result {
    let server = try LoopbackMastodonProcess(["--post-limit", "0"])
    try await server.load((0..<messages).map(Self.mention))
    let setup = try DaemonSetup(
      server: server.server, courses: DaemonSetup.speakAlways, sweepEvery: "60s", maxInFlight: 64)
    let daemon = try setup.start(level: "error")
    let start = try await firstPoll(server, daemon)
    let profile = try Profile.record(daemon.processID, into: profile)
    try await eventually("all replies are out", within: Self.patience, every: .milliseconds(200)) {
      try await server.read("counts")["clientStatuses"]?.number == Double(messages)
    }
    try await eventually("the store knows it") { try await setup.status().isSettled }
    let figures = ProcessFigures(process: daemon.processID)
    let (busy, peak) = (try figures.processorSeconds(), try figures.peakMegabytes())
    let memory = try figures.memory()
    _ = try await daemon.terminate(within: .seconds(30))
    let end = try await check(server, setup)
    return Result(
      perSecond: Double(messages) / end.timeIntervalSince(start),
      processorMicroseconds: busy * 1e6 / Double(messages), peakMegabytes: peak,
      memory: memory, shares: try profile?.shares())
  }

  /// Nothing may be lost for speed; returns the time of the last post.
  private func check(_ server: LoopbackMastodonProcess, _ setup: DaemonSetup) async throws -> Date {
    let verified = try await setup.command("verify")
    guard verified.status == 0 else { throw Failure(description: verified.output) }
    let replies = try await server.record().replies
    guard Set(replies.map(\.inReplyTo)).count == messages, replies.count == messages,
      let last = replies.map(\.createdAt).max()
    else { throw Failure(description: "\(replies.count) replies to \(messages) messages") }
    return try Date(last, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  private func firstPoll(
    _ server: LoopbackMastodonProcess, _ daemon: ReplydDaemon
  ) async throws -> Date {
    try await eventually("the daemon polls", every: .milliseconds(2)) {
      guard daemon.isRunning else { throw Failure(description: try daemon.logged()) }
      let requests = try await server.read("counts")["requests"]
      return requests?["GET /api/v1/notifications"] != nil
    }
    return Date()
  }

  static func mention(_ index: Int) -> JSONValue {
    let texts = [
      "Lovely flight today, thank you to the crew", "My bag did not arrive and nobody helps",
      "How do I change my seat?", "Two hours late again, this is awful",
      "Is there a train from the airport to the town?", "Best coffee I had on a plane",
      "The app logs me out each time I open it", "Do you fly to Oslo in winter?",
    ]
    return [
      "author": .string("customer\(index)@bench.example"),
      "text": .string("\(texts[index % texts.count]) (\(index))"),
    ]
  }
}
