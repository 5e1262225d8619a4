public import Foundation
public import PluginKit

/// Carries out operators' commands, on a running daemon or on a store that no daemon uses.
public struct OperatorDesk: Sendable {
  public static let listLimit = 1000

  let store: any Store
  let daemon: Daemon?
  let deskStore: (any DeskStore)?
  let teams: @Sendable () -> Teams
  private let rules: @Sendable () -> VerifyRules
  let time: any Time
  private let extra: @Sendable () -> [JSONValue.Member]
  private let config: @Sendable () -> JSONValue?
  let brand: @Sendable () -> Brand
  /// Where no daemon runs.
  let review: @Sendable () -> TextReview?
  let configuredProcedures: @Sendable () -> [String: Procedure]
  /// nil where nobody signs in and nothing is audited.
  let access: (any AccessStore)?

  /// All but the store and the daemon is asked anew for each command, since a reload changes it.
  ///
  /// - Parameters:
  ///   - extra: facts of the process that `status` shows beside the store's.
  ///   - config: what runs, for `diff`; nil where nothing does.
  ///   - brand: whose name and clock reports have.
  ///   - review: for what people write, where no daemon runs.
  ///   - procedures: by name, where no daemon runs.
  ///   - deskStore: what the console shows and keeps; nil where nobody works in it.
  ///   - access: users, and the audit log that notes each change; nil: none.
  public init(
    store: any Store, daemon: Daemon?, teams: @escaping @autoclosure @Sendable () -> Teams,
    rules: @escaping @autoclosure @Sendable () -> VerifyRules, time: any Time,
    extra: @escaping @autoclosure @Sendable () -> [JSONValue.Member] = [],
    config: @escaping @autoclosure @Sendable () -> JSONValue? = nil,
    brand: @escaping @autoclosure @Sendable () -> Brand = Brand(name: "", timeZone: .gmt),
    review: @escaping @autoclosure @Sendable () -> TextReview? = nil,
    procedures: @escaping @autoclosure @Sendable () -> [String: Procedure] = [:],
    deskStore: (any DeskStore)? = nil, access: (any AccessStore)? = nil
  ) {
    self.deskStore = deskStore
    self.access = access
    self.store = store
    self.daemon = daemon
    self.teams = teams
    self.rules = rules
    self.time = time
    self.extra = extra
    self.config = config
    self.brand = brand
    self.review = review
    configuredProcedures = procedures
  }

  /// Why a command could not be carried out, in a sentence for the operator.
  public struct Refusal: Error, Sendable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
  }

  func carryOut(_ command: OperatorCommand, by: String, _ actor: OperatorActor) async throws
    -> JSONValue
  {
    let now = time.now
    switch command {
    case .status: return status(try await store.status(now: now), now: now)
    case .config:
      guard let config = config() else { throw Refusal("no daemon runs on this store") }
      return config
    case .verify:
      return .array(try await store.verify(now: now, rules: rules()).map(\.json))
    case .why(let name):
      guard let record = try await store.why(name) else {
        throw Refusal(Self.unknown(message: name))
      }
      return record
    case .handoffs(let all):
      return .array(
        try await store.handoffs(waitingOnly: !all, limit: Self.listLimit).map(\.json))
    case .take, .endHandoff, .reply, .snooze, .assign, .openHandoff, .silences, .silence,
      .endSilence, .corrections, .correct:
      return try await performForPeople(command, by: by, now)
    case .access(let command):
      return try await performForAccess(command, by: by, as: actor, now)
    case .incidents, .incident, .openIncident, .resumeIncident, .drill, .covered:
      return try await performForIncidents(command, by: by, now)
    case .drafts: return .array(try await store.drafts(limit: Self.listLimit).map(\.json))
    case .approve(let id, let text): return try await approve(id, text, by: by, now)
    case .discard(let id, let reason):
      return try await discard(id, reason: reason, by: by, now)
    case .holds: return .array(try await store.holds().map(\.json))
    case .hold(let scope, let reason):
      let hold =
        if let daemon {
          try await daemon.hold(scope, reason: reason, by: by)
        } else {
          try await store.hold(scope, reason: reason, by: by, at: now)
        }
      return hold.json
    case .resume(let scope):
      let count =
        if let daemon {
          try await daemon.release(scope, by: by)
        } else {
          try await store.release(scope, by: by, at: now)
        }
      return ["released": .int(count)]
    case .backup(let path): return try await backup(to: path, at: now)
    case .forget(let author): return try await forget(author, at: now)
    case .report(let since, let until):
      return try await report(since: since, until: until, at: now)
    case .reportRows(let since, let until, let after):
      return try await reportRows(since: since, until: until, after: after, at: now)
    case .inbox, .conversation, .note, .macros, .addMacro, .removeMacro, .undo, .review, .bulk:
      return try await performForDesk(command, by: by, as: actor, now)
    }
  }

  static func unknown(message: String) -> String {
    "no message \(message); give its row, its remote id or connector/id"
  }

  func changed(_ row: JSONValue?, else refusal: String) throws -> JSONValue {
    guard let row else { throw Refusal(refusal) }
    daemon?.wake()
    return row
  }

  private func status(_ status: StoreStatus, now: Date) -> JSONValue {
    guard case .object(let members) = status.json else { return status.json }
    return .object([.init("running", .bool(daemon != nil))] + extra() + members)
  }
}
