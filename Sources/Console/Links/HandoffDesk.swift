public import Engine
public import Foundation
public import PluginKit

/// What the pages behind links do, and for whom. A `Refusal` says why something cannot be done.
public protocol HandoffDesk: Sendable {
  /// nil when there is none, or none any more.
  func handoff(_ id: Int64) async throws -> LinkedHandoff?
  func take(_ id: Int64, by name: String) async throws
  func snooze(_ id: Int64, until: Date, by name: String) async throws
  func close(_ id: Int64, by name: String) async throws
}

/// The running daemon's.
public struct OperatorHandoffDesk: HandoffDesk {
  private let desk: OperatorDesk
  private let store: any LinkStore
  private let time: any Time

  public init(desk: OperatorDesk, store: any LinkStore, time: any Time) {
    self.time = time
    self.desk = desk
    self.store = store
  }

  public func handoff(_ id: Int64) async throws -> LinkedHandoff? {
    try await store.linkedHandoff(id)
  }

  public func take(_ id: Int64, by name: String) async throws {
    _ = try await desk.perform(.take(id), by: name, as: .link)
  }

  public func snooze(_ id: Int64, until: Date, by name: String) async throws {
    let pause = Duration.seconds(until.timeIntervalSince(time.now))
    _ = try await desk.perform(.snooze(id, max(pause, .seconds(1))), by: name, as: .link)
  }

  public func close(_ id: Int64, by name: String) async throws {
    _ = try await desk.perform(.endHandoff(id, .closed), by: name, as: .link)
  }
}
