import Engine
import Foundation
import PluginKit
import Simulation
import Synchronization

/// Proposes what the message's own lines ask for, so that a scenario is about the engine:
/// `answer: TEXT`, `acknowledge: TEXT`, `handoff: REASON` (required), `team: NAME` (of the
/// handoff), `procedure: NAME` (that it begins), `category: NAME`, `fallback: REASON`, `ignore: REASON`, `hold: REASON`, `intent: LABEL`, `throw`,
/// `slow: SECONDS`, `die`, at which the process ends, and `hang`, at which the watchdog ends it.
struct DirectiveStage: Stage {
  struct Broken: Error {}

  let life: Life

  func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    var opinion = Opinion.none
    let lines = message.text.split { $0 == "\n" || $0 == "|" }.map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    let team = lines.compactMap { Self.value("team", $0) }.first
    let procedure = lines.compactMap { Self.value("procedure", $0) }.first
    let category = lines.compactMap { Self.value("category", $0) }.first
    for line in lines {
      if line == "throw" { throw Broken() }
      if line == "die" {
        life.world.log("the process dies in the stage")
        try await life.end()
      }
      if line == "hang" {
        life.world.log("the watchdog ends the process")
        life.world.state.withLock { _ = $0.hung.insert(message.id.remote) }
        try await life.end()
      }
      if let seconds = Self.value("slow", line).flatMap(Int.init) {
        try await life.world.time.sleep(for: .seconds(seconds))
      }
      if let text = Self.value("answer", line) {
        opinion.proposals.append(.answer(.init(text: text)))
      }
      if let text = Self.value("acknowledge", line) {
        opinion.proposals.append(.acknowledge(.init(text: text)))
      }
      if let why = Self.value("handoff", line) {
        opinion.proposals.append(
          .handoff(
            HandoffRequest(
              team: team, strength: .required, reason: why, category: category,
              procedure: procedure)))
      }
      if let why = Self.value("fallback", line) {
        opinion.proposals.append(.handoff(HandoffRequest(team: team, reason: why)))
      }
      if let why = Self.value("ignore", line) { opinion.proposals.append(.ignore(reason: why)) }
      if let why = Self.value("hold", line) { opinion.proposals.append(.hold(reason: why)) }
      if let label = Self.value("intent", line) {
        opinion.findings.append(Finding(name: "intent", value: ["label": .string(label)]))
      }
    }
    return opinion
  }

  private static func value(_ name: String, _ line: String) -> String? {
    line.hasPrefix("\(name): ") ? String(line.dropFirst(name.count + 2)) : nil
  }
}
