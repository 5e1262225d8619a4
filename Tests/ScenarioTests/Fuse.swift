import Foundation
import PluginKit
import Simulation
import Synchronization

/// Counts what a run does with its store and with the world, and ends the process after the one
/// that it is set to.
final class Fuse: Sendable {
  enum Kind: String, Sendable { case storeCall = "store call", exchange }

  /// After the `number`th (from 1) of its kind.
  struct Point: Sendable, Hashable, CustomStringConvertible {
    var kind: Kind
    var number: Int
    var description: String { "crash after \(kind.rawValue) \(number)" }
  }

  struct Counts: Sendable {
    var storeCalls = 0
    var exchanges = 0
    /// What the fuse blew at.
    var blownAt: String?
    /// Every point passed, in order, with all that outlives a crash there.
    var points: [(point: Point, remains: Remains)] = []
    fileprivate var storeChanges = 0
  }

  /// All that outlives a crash: two crashes that leave the same behind at the same instant lead to
  /// the same run.
  struct Remains: Sendable, Hashable {
    var at: Double
    var storeChanges: Int
    var world: World.Mark
  }

  private let point: Point?
  private let counted = Mutex(Counts())

  init(_ point: Point?) { self.point = point }

  var counts: Counts { counted.withLock { $0 } }

  func storeChanged() { counted.withLock { $0.storeChanges += 1 } }

  /// Whether the process ends here.
  func counts(_ kind: Kind, _ name: String, in world: World) -> Bool {
    let at = world.elapsed
    let mark = world.mark
    return counted.withLock { counts in
      let number: Int
      switch kind {
      case .storeCall:
        counts.storeCalls += 1
        number = counts.storeCalls
      case .exchange:
        counts.exchanges += 1
        number = counts.exchanges
      }
      counts.points.append(
        (
          Point(kind: kind, number: number),
          Remains(at: at, storeChanges: counts.storeChanges, world: mark)
        ))
      guard let point, point.kind == kind, point.number == number else { return false }
      counts.blownAt = name
      return true
    }
  }
}

/// One life of the process, from its start to its end or crash. What it left running after a crash
/// unwinds against these walls: nothing of it reaches the store or the world any more.
struct Life: Sendable {
  struct Over: Error {}

  let halt = Halt()
  let fuse: Fuse
  let world: World

  var isOver: Bool { halt.isTripped }

  func enter() throws(Over) { if isOver { throw Over() } }

  /// A store call committed, or the other side acted; its answer arrives only if this returns.
  func passed(_ kind: Fuse.Kind, _ name: String) async throws(Over) {
    try enter()
    guard fuse.counts(kind, name, in: world) else { return }
    world.log("crash after \(kind.rawValue) \(name)")
    world.crashed()
    try await end()
  }

  /// The process ends here, and the caller is never answered.
  func end() async throws(Over) {
    halt.trip()
    do { try await world.time.sleep(for: .seconds(1e9)) } catch { throw Over() }
    throw Over()
  }
}
