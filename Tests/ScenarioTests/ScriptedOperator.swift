import Engine
import Foundation
import PluginKit
import Simulation
import Storage
import Synchronization

/// Carries out the script's actions through the operators' own desk. Like a person, it waits for
/// what is not there yet, and does again what it got no answer to.
struct ScriptedOperator: Sendable {
  /// How long it waits for a handoff or draft to appear.
  static let patience: Duration = .hours(1)
  static let name = "kim"

  let life: Life
  /// To look with; what it changes goes through the desk.
  let store: SQLiteStore
  let desk: OperatorDesk
  private var world: World { life.world }

  func work() async throws {
    let actions = world.scenario.script.events.enumerated().filter { $0.element.action != nil }
    while true {
      let done = world.state.withLock { $0.nextAction }
      guard done < actions.count, let action = actions[done].element.action else { return }
      let wait = actions[done].element.at.seconds - world.elapsed
      if wait > 0 { try await world.time.sleep(for: .seconds(wait)) }
      try life.enter()
      try await perform(action, number: done)
      world.state.withLock { $0.nextAction = done + 1 }
    }
  }

  private func perform(_ action: OperatorAction, number: Int) async throws {
    switch action.verb {
    case .setClockBack: world.time.set(to: world.time.now - action.duration)
    case .setClockForward: world.time.set(to: world.time.now + action.duration)
    case .outage:
      world.log("the process ends, for \(action.duration.text)")
      world.state.withLock { state in
        state.nextAction = number + 1
        state.outage = action.duration
        if let mode = action.mode { state.mode = mode }
      }
      try await life.end()
    case .hold:
      _ = try await desk.perform(.hold(.everything, reason: "incident"), by: Self.name)
      world.state.withLock { $0.holds.append(World.HoldSpan(from: $0.next(), to: nil)) }
    case .resume:
      world.state.withLock { state in
        let order = state.next()
        for index in state.holds.indices where state.holds[index].to == nil {
          state.holds[index].to = order
        }
      }
      _ = try await desk.perform(.resume(nil), by: Self.name)
    case .take, .approve, .discard, .answered, .returned, .closed, .reply, .snooze,
      .resumeIncident:
      try await change(action, number: number)
    }
    world.log("operator: \(action.verb.rawValue) \(action.message ?? "")")
  }

  private func change(_ action: OperatorAction, number: Int) async throws {
    let giveUp = world.elapsed + Self.patience.seconds
    while true {
      if let command = try await command(action) {
        world.state.withLock { _ = $0.triedActions.insert(number) }
        _ = try await desk.perform(command, by: action.person ?? Self.name)
        return
      }
      // It was done before a crash took the answer.
      if world.state.withLock({ $0.triedActions.contains(number) }) { return }
      guard world.elapsed < giveUp else {
        let what = "\(action.verb.rawValue) \(action.message ?? "")"
        return world.state.withLock { $0.impossible.append(what) }
      }
      try await world.time.sleep(for: .seconds(10))
      try life.enter()
    }
  }

  /// nil while there is nothing to do it to.
  private func command(_ action: OperatorAction) async throws -> OperatorCommand? {
    if action.verb == .resumeIncident {
      return try await store.incidents(openOnly: true, limit: 1).first.map {
        .resumeIncident($0.id)
      }
    }
    let message = "\(World.connector)/\(action.message ?? "")"
    if action.verb == .approve || action.verb == .discard {
      guard let draft = try await store.drafts(limit: 100).first(where: { $0.messageID == message })
      else { return nil }
      return action.verb == .approve ? .approve(draft.id) : .discard(draft.id)
    }
    let open = try await store.handoffs(waitingOnly: true, limit: 100)
      .filter { $0.messageID == message }
    switch action.verb {
    case .take: return open.first { $0.state.isWaiting }.map { .take($0.id) }
    case .answered: return open.first.map { .endHandoff($0.id, .answered) }
    case .reply: return open.first.map { .reply($0.id, action.text) }
    case .snooze: return open.first.map { .snooze($0.id, action.duration) }
    case .returned: return open.first.map { .endHandoff($0.id, .returned) }
    default: return open.first.map { .endHandoff($0.id, .closed) }
    }
  }
}
