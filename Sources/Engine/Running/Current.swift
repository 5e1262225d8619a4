import PluginKit
import Synchronization

/// The generation in force, and which connectors have loops. A loop reads it once a round and keeps
/// no plugin beyond that round, so that a replaced plugin is released when its last call ends.
final class Current: Sendable {
  private struct State {
    var generation: Generation
    var number = 0
    /// Those that are on, by id.
    var units: [String: ConnectorUnit]
    var signals: [String: Signal]
    /// Ids whose loops run.
    var served: Set<String> = []
  }
  private let state: Mutex<State>

  init(_ generation: Generation) {
    let units = Self.units(of: generation)
    state = Mutex(
      State(
        generation: generation, units: units, signals: units.mapValues { _ in Signal() }))
  }

  var generation: Generation { state.withLock { $0.generation } }
  var teams: Teams { state.withLock { $0.generation.planner.teams } }
  /// Another one after each reload.
  var number: Int { state.withLock { $0.number } }
  /// The connectors that are on.
  var units: [ConnectorUnit] { state.withLock { Array($0.units.values) } }

  /// nil when the connector is off or gone.
  func unit(_ id: String) -> ConnectorUnit? { state.withLock { $0.units[id] } }
  func signal(of id: String) -> Signal? { state.withLock { $0.signals[id] } }
  var signals: [Signal] { state.withLock { Array($0.signals.values) } }

  func replace(with generation: Generation) {
    let units = Self.units(of: generation)
    state.withLock { state in
      state.generation = generation
      state.number += 1
      state.units = units
      for id in units.keys where state.signals[id] == nil { state.signals[id] = Signal() }
    }
  }

  /// Connectors that are on and that no loops serve yet, in the config's order; the caller does so
  /// from now on.
  func unserved() -> [String] {
    state.withLock { state in
      let ids = state.generation.connectors.map(\.id).filter {
        state.units[$0] != nil && !state.served.contains($0)
      }
      state.served.formUnion(ids)
      return ids
    }
  }

  /// The instance to serve now; nil when the connector is off or gone, and not served any more.
  func next(_ id: String) -> ConnectorUnit? {
    state.withLock { state in
      if let unit = state.units[id] { return unit }
      state.served.remove(id)
      state.signals[id] = nil
      return nil
    }
  }

  private static func units(of generation: Generation) -> [String: ConnectorUnit] {
    Dictionary(
      generation.connectors.filter { $0.mode != .off }.map { ($0.id, $0) },
      uniquingKeysWith: { first, _ in first })
  }
}
