import Foundation
import PluginKit
import TestRecords
import TestSupport

/// The main job: real messages, a server that fails in every way it knows, a daemon that is killed.
struct SoakRun {
  /// What strikes while messages arrive.
  static let faults: JSONValue = [
    "seed": 1, "loseAnswerAfterActing": 0.01, "cutBody": 0.01, "status429": 0.004,
    "status5xx": 0.008, "status5xxAfterActing": 0.008, "repeatPage": 0.02, "reorderPage": 0.02,
    "dropBeforeActing": 0.008, "delayMs": 30, "delay": 0.5, "resetAfterMs": 1000,
  ]
  /// Customers' answers are posted in this many pieces a round.
  private static let turnsAtOnce = 8

  let plan: SoakPlan
  let messages: RealMessages
  let server: LoopbackMastodonProcess
  let setup: DaemonSetup

  init(_ plan: SoakPlan, _ messages: RealMessages) throws {
    self.plan = plan
    self.messages = messages
    let keys = plan.hasIdempotencyKeys ? "on" : "off"
    server = try LoopbackMastodonProcess(["--post-limit", "0", "--idempotency", keys])
    setup = try DaemonSetup(
      server: server.server, courses: DaemonSetup.support, limits: ["coalesce": "500ms"])
  }

  var messageCount: Int { messages.posts.count + messages.turnCount }

  /// Runs to the end; the daemon has left the store when it returns.
  func run() async throws -> SoakResult {
    let start = ContinuousClock.now
    try await server.control("faults", Self.faults)
    async let fed: Void = feed()
    var daemon = try await killing()
    try await fed
    try await ready(&daemon)
    try await settle("all is settled but what people must do")
    // The faults so far: setting a plan keeps its counts.
    try await server.control("faults")
    _ = try await setup.json("resume")
    try await settle("everything is settled after the holds ended") { $0.open == 0 }
    let status = try await setup.status()
    let ending = try await daemon.terminate(within: .seconds(setup.drain + 5))
    let verified = try await setup.command("verify")
    let counts = try await server.read("counts")
    return SoakResult(
      plan: plan, status: status, ending: ending, verified: verified,
      sides: Comparison(
        server: try await server.record(), store: try StoreRecord(path: setup.store)),
      violations: try await server.violations(), counts: counts,
      recovered: try Recovered(log: daemon.logged()), duration: ContinuousClock.now - start)
  }
}

extension SoakRun {
  /// Kills at seeded times and restarts at once; returns the daemon that lives on.
  private func killing() async throws -> ReplydDaemon {
    var numbers = SeededGenerator(seed: plan.seed)
    var daemon = try setup.start(level: "info")
    let longest = Int(plan.killEvery.seconds * 1000)
    for _ in 0..<plan.kills {
      // Now and then in the middle of its start.
      let pause = Int.random(in: 0..<6, using: &numbers) == 0 ? 150 : longest
      let wait = Int.random(in: min(20, pause)...pause, using: &numbers)
      try await Task.sleep(for: .milliseconds(wait))
      if Bool.random(using: &numbers) { try await untilItPosts() }
      try await daemon.kill()
      daemon = try setup.start(level: "info")
    }
    return daemon
  }

  /// Returns while a post has just arrived, so that the kill strikes sends under way; or soon.
  private func untilItPosts() async throws {
    let posts = { try await server.read("counts")["requests"]?["POST /api/v1/statuses"]?.number }
    let before = try await posts()
    let end = ContinuousClock.now + .seconds(2)
    while try await posts() == before, ContinuousClock.now < end {
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  /// Waits until the daemon answers; a start that failed says why.
  private func ready(_ daemon: inout ReplydDaemon) async throws {
    let current = daemon
    try await eventually("the daemon answers") {
      guard current.isRunning else {
        throw NeverSettled(description: "the daemon ended: \(try tail(of: current))")
      }
      return try await setup.isAnswering()
    }
  }

  private func settle(
    _ what: String, _ isEnough: (DaemonStatus) -> Bool = { _ in true }
  ) async throws {
    var last: DaemonStatus?
    do {
      try await eventually(what, within: plan.patience, every: .seconds(1)) {
        let status = try await setup.status()
        last = status
        return status.messages >= messageCount && status.isSettled && isEnough(status)
      }
    } catch let failure as NeverHappened {
      let seen = last.map(\.description) ?? "no status"
      throw NeverSettled(description: "\(failure); of \(messageCount) messages: \(seen)")
    }
  }

  private func tail(of daemon: ReplydDaemon) throws -> String {
    String(try daemon.logged().suffix(2000))
  }

  /// Posts at a steady pace, and conversations beside them.
  private func feed() async throws {
    try await server.load(messages.posts, perSecond: plan.perSecond)
    try await converse()
    try await eventually("all posts have appeared", within: plan.patience, every: .seconds(1)) {
      try await server.read("counts")["pending"]?.number == 0
    }
  }

  /// First turns, then second ones: below our answer where there is one, else below the customer's
  /// own post.
  private func converse() async throws {
    var last: [Int: String] = [:]
    let longest = messages.conversations.map(\.count).max() ?? 0
    for round in 0..<longest {
      let record = round == 0 ? nil : try await server.record()
      let answers = Dictionary(
        (record?.replies ?? []).compactMap { reply in reply.inReplyTo.map { ($0, reply.id) } },
        uniquingKeysWith: { first, _ in first })
      for (index, turns) in messages.conversations.enumerated() where round < turns.count {
        var more: [String: JSONValue] = [:]
        if let own = last[index] { more["inReplyTo"] = .string(answers[own] ?? own) }
        last[index] = try await server.mention(turns[round].text, author: turns[round].author, more)
        if index % Self.turnsAtOnce == 0 { try await Task.sleep(for: .milliseconds(60)) }
      }
      // Time for an answer.
      try await Task.sleep(for: .seconds(2))
    }
  }

  struct NeverSettled: Error, CustomStringConvertible { let description: String }
}
