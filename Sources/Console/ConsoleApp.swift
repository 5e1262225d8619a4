public import Engine
public import Foundation
public import Logging
public import PluginKit

/// The console: what its pages and its API are made of. Each door (`ConsoleServer`) shows the same.
public struct ConsoleApp: Sendable {
  let desk: OperatorDesk
  let store: any Store & DeskStore
  let access: AccessDesk
  let gate: Gate
  let live: LiveHub
  let health: HealthPages?
  let facts: @Sendable () -> ConsoleFacts
  let state: @Sendable () async throws -> HealthView
  let pages: Pages
  let flashes = Flashes()
  let time: any Time
  private let token: String

  /// - Parameters:
  ///   - token: the operator's, with which commands on this machine do everything.
  ///   - health: metrics and readiness; nil where nobody watches over the daemon.
  ///   - facts: of the config in force; asked anew for each page, since a reload changes it.
  ///   - state: what the health page shows.
  public init(
    desk: OperatorDesk, store: any Store & DeskStore & AccessStore, access: AccessDesk,
    token: String,
    live: LiveHub, health: HealthPages?, facts: @escaping @Sendable () -> ConsoleFacts,
    state: @escaping @Sendable () async throws -> HealthView, time: any Time, logger: Logger
  ) throws {
    self.desk = desk
    self.store = store
    self.access = access
    self.token = token
    self.live = live
    self.health = health
    self.facts = facts
    self.state = state
    self.time = time
    pages = try Pages()
    gate = Gate(
      desk: desk, store: store, access: store, live: live, time: time, logger: logger)
  }

  func isOperator(_ token: String) -> Bool { OpaqueToken.areSame(token, self.token) }
}

/// What pages have to know of the config in force.
public struct ConsoleFacts: Sendable {
  public struct Person: Sendable, Hashable {
    public var id: String
    public var name: String

    public init(id: String, name: String) {
      self.id = id
      self.name = name
    }
  }

  public var brand: String
  public var zone: TimeZone
  public var teams: [String]
  public var people: [Person]
  public var connectors: [String: ConnectorTraits]
  public var procedures: [String]

  public init(
    brand: String, zone: TimeZone, teams: [String], people: [Person],
    connectors: [String: ConnectorTraits], procedures: [String]
  ) {
    self.brand = brand
    self.zone = zone
    self.teams = teams
    self.people = people
    self.connectors = connectors
    self.procedures = procedures
  }
}
