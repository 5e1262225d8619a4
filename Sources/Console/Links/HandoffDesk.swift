public import Engine
public import Foundation

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

  public init(desk: OperatorDesk, store: any LinkStore) {
    self.desk = desk
    self.store = store
  }

  public func handoff(_ id: Int64) async throws -> LinkedHandoff? {
    try await store.linkedHandoff(id)
  }

  public func take(_ id: Int64, by name: String) async throws {
    _ = try await desk.perform(.take(id), by: name)
  }

  public func snooze(_ id: Int64, until: Date, by name: String) async throws {
    throw OperatorDesk.Refusal("replyd cannot snooze a handoff yet")
  }

  public func close(_ id: Int64, by name: String) async throws {
    _ = try await desk.perform(.endHandoff(id, .closed), by: name)
  }
}
