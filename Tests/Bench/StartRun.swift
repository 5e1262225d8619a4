import PluginKit
import TestSupport

/// How long the daemon takes to answer after its start, and what it holds while nothing happens:
/// over a small store of earlier messages, with the console on.
struct StartRun {
  struct Result {
    var medianSeconds: Double
    var memory: ProcessFigures.Memory
  }

  static let starts = 5
  private static let earlierMessages = 100
  static let rest = Duration.seconds(3)

  func measure() async throws -> Result {
    let server = try LoopbackMastodonProcess(["--post-limit", "0"])
    try await server.load((0..<Self.earlierMessages).map(EndToEndRun.mention))
    let setup = try DaemonSetup(server: server.server, courses: DaemonSetup.speakAlways)
    try await fill(setup)
    var seconds: [Double] = []
    for _ in 1..<Self.starts {
      let (daemon, time) = try await start(setup)
      seconds.append(time)
      _ = try await daemon.terminate(within: .seconds(30))
    }
    let (daemon, time) = try await start(setup)
    seconds.append(time)
    try await Task.sleep(for: Self.rest)
    let memory = try ProcessFigures(process: daemon.processID).memory()
    _ = try await daemon.terminate(within: .seconds(30))
    return Result(medianSeconds: seconds.sorted()[Self.starts / 2], memory: memory)
  }

  private func fill(_ setup: DaemonSetup) async throws {
    let daemon = try await setup.started(level: "error")
    try await eventually("the earlier messages are settled") {
      let status = try await setup.status()
      return status.messages == Self.earlierMessages && status.isSettled
    }
    _ = try await daemon.terminate(within: .seconds(30))
  }

  private func start(_ setup: DaemonSetup) async throws -> (ReplydDaemon, seconds: Double) {
    let begin = ContinuousClock.now
    let daemon = try setup.start(level: "error")
    try await eventually("the console answers", every: .milliseconds(1)) {
      guard daemon.isRunning else { throw EndToEndRun.Failure(description: try daemon.logged()) }
      return try await setup.isAnswering()
    }
    return (daemon, (ContinuousClock.now - begin) / .seconds(1))
  }
}
