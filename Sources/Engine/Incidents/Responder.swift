import Foundation
import PluginKit

/// Carries out procedures: each step when its time has come and the one before it is done.
struct Responder: Sendable {
  static let roundSize = 100
  /// Messages against which a topic's words are found.
  static let recentMessages = 2000

  let parts: EngineParts

  func run() async {
    while !parts.lifetime.isStopping && !Task.isCancelled {
      do {
        if try await round() == 0 {
          let next = try await parts.store.nextStep()
          await parts.responder.wait(atMost: parts.pause(until: next), on: parts.time)
        }
      } catch {
        parts.observer.observe(.alarm(.store, "procedures: \(error)"))
        await parts.responder.wait(atMost: .seconds(1), on: parts.time)
      }
    }
  }

  /// Does what is due; returns how many steps that were.
  private func round() async throws -> Int {
    let due = try await parts.store.dueSteps(limit: Self.roundSize, now: parts.time.now)
    for step in due {
      Failpoint.hit(.beforeStep)
      let outcome = try await perform(step)
      Failpoint.hit(.afterStep)
      if let outcome { parts.observer.observe(.step(step, outcome)) }
    }
    if !due.isEmpty { parts.wakeAll() }
    return due.count
  }

  private func perform(_ step: DueStep) async throws -> String? {
    let config = parts.current.generation.planner.config
    func run(_ effect: StepRun.Effect) async throws -> String? {
      try await parts.store.perform(
        StepRun(step, effect, config: config, at: parts.time.now))
    }
    switch step.action {
    case .hold(let reach, let words):
      guard let scope = try await scope(reach, words, step) else {
        return try await run(.skip("the message has no words that make a topic"))
      }
      // It closes the gate before it commits, so that after its commit no new send starts (P8).
      let rule = HoldRule(scope: scope, isIncident: true)
      parts.gate.enter(rule)
      defer { parts.gate.leave(rule) }
      let outcome = try await run(.hold(scope))
      try await parts.gate.refresh { try await parts.store.holds() }
      return outcome
    case .tell(let notifiers, let people, let evenIfTaken):
      if let name = step.takenBy, !evenIfTaken, step.burstWords == nil {
        return try await run(.skip("\(name) has it"))
      }
      let teams = parts.teams
      let called = people.flatMap {
        teams.recipients(of: $0, at: parts.time.now, isCalled: true)
      }
      let named = notifiers.map { Recipient(notifier: $0) }
      return try await run(.tell(named + called))
    case .say(let words, let listeners, let mode):
      return try await run(.say(words, to: listeners, mode))
    }
  }

  private func scope(_ reach: StepAction.Reach, _ words: [String], _ step: DueStep) async throws
    -> Hold.Scope?
  {
    switch reach {
    case .all: return .everything
    case .connector: return .connector(step.message.id.connector)
    case .conversation: return .conversation(step.conversation)
    case .audience: return .audience(Hold.Audience(of: step.message.visibility))
    case .topic:
      if words.isEmpty, let own = step.burstWords {
        // A surge has none.
        return own.isEmpty ? nil : TopicWords.scope(own, for: step.message.text, among: [])
      }
      let recent =
        words.isEmpty ? try await parts.store.recentTexts(limit: Self.recentMessages) : []
      return TopicWords.scope(words, for: step.message.text, among: recent)
    }
  }
}
