import Engine
import Foundation
import PluginKit
import TestRecords
import TestSupport

/// Starts the daemon on the same store and server again and again, under a stream of messages, and
/// kills it each time.
struct TortureRun {
  /// What strikes while messages arrive.
  private static let faults: JSONValue = [
    "seed": 1, "loseAnswerAfterActing": 0.03, "cutBody": 0.02, "status429": 0.002,
    "status5xx": 0.01, "status5xxAfterActing": 0.01, "repeatPage": 0.02, "reorderPage": 0.02,
    "dropBeforeActing": 0.01, "delayMs": 15, "delay": 0.5, "resetAfterMs": 500,
  ]
  /// Every message about safety begins one of its own.
  private static let procedure: JSONValue = [
    "steps": [
      ["hold": "conversation"], ["notify": "chat", "evenIfTaken": true],
      ["say": ["en": "Thank you. A colleague is on it."], "to": "held", "mode": "auto"],
    ]
  ]
  /// Messages that arrive with each start.
  private static let messagesPerStart = 6
  /// A start that has not reached its failpoint by then is killed where it is.
  private static let patience: Duration = .seconds(4)

  let plan: TorturePlan
  let server: LoopbackMastodonProcess
  let setup: DaemonSetup

  init(_ plan: TorturePlan) throws {
    self.plan = plan
    let keys = plan.hasIdempotencyKeys ? "on" : "off"
    server = try LoopbackMastodonProcess(["--post-limit", "0", "--idempotency", keys])
    setup = try DaemonSetup(
      server: server.server, courses: DaemonSetup.support, limits: ["coalesce": "20ms"],
      crisis: ["team": "care", "procedures": ["safety": "recall"]],
      more: ["procedures": ["recall": Self.procedure]])
  }

  /// Runs to the end; the daemon has left the store when it returns.
  func run() async throws -> TortureResult {
    let start = ContinuousClock.now
    var result = TortureResult(plan: plan)
    try await server.control("faults", Self.faults)
    for (index, kill) in plan.schedule.enumerated() {
      try await server.load(messages(of: index))
      result.count(kill, try await strike(kill))
    }
    result.faults = try await server.read("counts")["faults"]
    try await server.control("faults")
    let daemon = try await setup.started()
    let expected = plan.kills * Self.messagesPerStart
    var last: DaemonStatus?
    do {
      try await eventually(
        "all \(expected) messages are settled", within: .seconds(180), every: .milliseconds(500)
      ) {
        let status = try await setup.status()
        last = status
        return status.messages >= expected && status.isSettled && status.open == 0
      }
    } catch let failure as NeverHappened {
      result.failure = "\(failure): \(last.map(\.description) ?? "")"
    }
    result.ending = try await daemon.terminate(within: .seconds(setup.drain + 5))
    let verified = try await setup.command("verify")
    result.verified = verified.status == 0 ? nil : verified.output + verified.error
    result.status = last
    result.comparison = Comparison(
      server: try await server.record(), store: try StoreRecord(path: setup.store))
    result.duration = ContinuousClock.now - start
    return result
  }

  /// Returns whether the kill struck where it should.
  private func strike(_ kill: TorturePlan.Kill) async throws -> Bool {
    switch kill {
    case .after(let moment):
      let daemon = try setup.start()
      try await Task.sleep(for: moment)
      try await daemon.kill()
      return true
    case .at(let point, let count):
      let daemon = try setup.start(failpoint: "\(point.rawValue):\(count)")
      do {
        let ending = try await daemon.ending(within: Self.patience)
        guard ending == .signal(SIGKILL) else { throw EndedOtherwise(ending: ending) }
        return true
      } catch is NeverHappened {
        try await daemon.kill()
        return false
      }
    }
  }

  struct EndedOtherwise: Error { let ending: ReplydDaemon.Ending }

  /// Praise, complaints, questions and what nobody understands; some came hours ago, so that their
  /// window is over and its deadline fires.
  private func messages(of index: Int) -> [JSONValue] {
    let texts = [
      "Thank you, what a lovely flight and a great crew!", "Where is my bag?",
      "My flight was cancelled and nobody helped me, this is the worst airline",
      "How do I get a refund?", "Your charger exploded in my hands and burned my son",
      "Seat 23 has a window", "I love flying with you, thanks",
    ]
    return (0..<Self.messagesPerStart).map { number in
      let turn = index * Self.messagesPerStart + number
      var members: [JSONValue.Member] = [
        .init("author", .string("c\(turn)@a.example")),
        .init("text", .string(texts[turn % texts.count])),
      ]
      if turn % 5 == 4 {
        let early = Date(timeIntervalSinceNow: -7 * 3600).formatted(.iso8601)
        members.append(.init("createdAt", .string(early)))
      }
      if turn % 11 == 10 { members.append(.init("visibility", "direct")) }
      return .object(members)
    }
  }
}
