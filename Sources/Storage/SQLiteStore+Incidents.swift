public import Engine
public import Foundation
import GRDB

/// Incidents and their procedures.
extension SQLiteStore {
  public func dueSteps(limit: Int, now: Date) async throws -> [DueStep] {
    try await commits.read { db in try IncidentSteps.due(db, limit: limit, now: now) }
  }

  public func nextStep() async throws -> Date? {
    try await commits.read { db in try IncidentSteps.next(db) }
  }

  public func perform(_ run: StepRun) async throws -> String? {
    try await commits.write { db in try IncidentSteps.perform(db, run) }
  }

  public func recentTexts(limit: Int) async throws -> [String] {
    try await commits.read { db in
      try db.all("SELECT text FROM message ORDER BY id DESC LIMIT ?", limit) { $0.text(0) }
    }
  }

  public func open(
    _ incident: PlannedIncident, message: String, by: String, handoff: PlannedHandoff, at: Date
  ) async throws -> IncidentRow? {
    try await commits.write { db in
      try Incidents.open(
        db, incident, message: message, by: by, handoff: handoff, at: at.milliseconds)
    }
  }

  public func incidents(openOnly: Bool, limit: Int) async throws -> [IncidentRow] {
    try await commits.read { db in
      try IncidentRows.list(db, openOnly: openOnly, limit: limit)
    }
  }

  public func incident(_ id: Int64) async throws -> IncidentRecord? {
    try await commits.read { db in try IncidentRows.record(db, id) }
  }

  public func resume(_ agreement: IncidentAgreement) async throws -> IncidentRow? {
    try await commits.write { db in try Incidents.resume(db, agreement) }
  }

  public func covered(by scope: Hold.Scope) async throws -> [String: Int] {
    try await commits.read { db in try Holds.covered(db, by: scope) }
  }
}
