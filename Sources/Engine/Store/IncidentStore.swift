public import Foundation

/// Incidents and their procedures. Each step is a row that is done in one transaction with what it
/// does, so that a crash neither loses nor repeats one.
public protocol IncidentStore: Sendable {
  /// Each incident's next step, if its time has come.
  func dueSteps(limit: Int, now: Date) async throws -> [DueStep]
  func nextStep() async throws -> Date?
  /// Returns what it came to, in a few words; nil when it was done before.
  func perform(_ run: StepRun) async throws -> String?
  /// The newest messages' texts.
  func recentTexts(limit: Int) async throws -> [String]

  /// By a person, for a message that was decided; nil when there is none, or an incident has it.
  func open(
    _ incident: PlannedIncident, message: String, by: String, handoff: PlannedHandoff, at: Date
  ) async throws -> IncidentRow?
  func incidents(openOnly: Bool, limit: Int) async throws -> [IncidentRow]
  func incident(_ id: Int64) async throws -> IncidentRecord?
  /// With enough people's agreement it ends, and what it held is queued again; nil when it is not
  /// open.
  func resume(_ agreement: IncidentAgreement) async throws -> IncidentRow?
  /// How many replies on their way, by connector, a hold would stop now.
  func covered(by scope: Hold.Scope) async throws -> [String: Int]
}
