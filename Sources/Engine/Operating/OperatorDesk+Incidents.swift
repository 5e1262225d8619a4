import Foundation
import PluginKit

/// Incidents: what is on, what was done, and who ends it.
extension OperatorDesk {
  func performForIncidents(_ command: OperatorCommand, by: String, _ now: Date) async throws
    -> JSONValue
  {
    switch command {
    case .incidents(let all):
      return .array(
        try await store.incidents(openOnly: !all, limit: Self.listLimit).map(shown))
    case .incident(let id): return try await known(incident: id).json(in: brand().timeZone)
    case .openIncident(let procedure, let message):
      return try await open(procedure, message, by: by, now)
    case .resumeIncident(let id): return try await resume(id, by: by, now)
    case .drill(let name): return try await drill(name, now)
    case .covered(let scope):
      return .counts(try await store.covered(by: scope))
    default: throw Refusal("not a command for incidents")
    }
  }

  private var procedures: [String: Procedure] {
    daemon?.planner.procedures ?? configuredProcedures()
  }

  private func known(incident id: Int64) async throws -> IncidentRecord {
    guard let record = try await store.incident(id) else {
      throw Refusal("there is no incident \(id); `replyd incidents --all` lists them")
    }
    return record
  }

  private func open(_ name: String, _ message: String, by: String, _ now: Date) async throws
    -> JSONValue
  {
    let procedure = try known(procedure: name)
    let limits = daemon?.planner.limits ?? ReplyLimits()
    let plan = PlannedIncident(
      procedure, named: name, category: name, severity: nil, staleAfter: limits.staleAfter,
      brand: brand(), at: now)
    var subject = Teams.Subject(
      category: name, reason: "\(self.name(by)) opened an incident: procedure \(name)")
    subject.urgency = .critical
    let row = try await store.open(
      plan, message: message, by: self.name(by), handoff: teams().plan(subject, at: now), at: now)
    if row == nil, try await store.why(message) == nil {
      throw Refusal(Self.unknown(message: message))
    }
    return try changed(
      row.map(shown), else: "an open incident has message \(message), or it is not decided yet")
  }

  private func known(procedure name: String) throws -> Procedure {
    guard let procedure = procedures[name] else {
      throw Refusal(
        "there is no procedure \(name) in the config: \(Self.list(procedures.keys))")
    }
    return procedure
  }

  /// As if a customer's message without words had opened it.
  private func drill(_ name: String, _ now: Date) async throws -> JSONValue {
    let procedure = try known(procedure: name)
    guard let daemon else {
      throw Refusal("no daemon runs on this store; `replyd incidents drill` needs none")
    }
    let connector = daemon.planner.connectors.values.filter { $0.mode != .off }.map(\.id).min()
    let message = Message(
      id: Message.ID(connector: connector ?? "", remote: "drill"), platform: "drill",
      author: Author(id: "drill", handle: "@customer", name: "a customer"), text: "",
      createdAt: now)
    let drill = ProcedureDrill(
      procedure, teams: teams(), review: TextReview(daemon.planner), brand: brand(),
      message: message, recent: [], notifiers: daemon.notifierIDs, at: now)
    var steps: [JSONValue] = []
    for line in drill.lines {
      let reached =
        if let scope = line.scope { try await store.covered(by: scope) } else {
          nil as [String: Int]?
        }
      steps.append(line.json(wouldHold: reached))
    }
    return .object([
      .init("procedure", .string(name)), .init("steps", .array(steps)),
      .init("resources", .strings(procedure.resources)),
      .init("people", .int(procedure.resume.people)),
      .init("mayResume", .strings(procedure.resume.by)),
    ])
  }

  /// Those whom the procedure names, and as many of them as it asks for.
  private func resume(_ id: Int64, by: String, _ now: Date) async throws -> JSONValue {
    let row = try await known(incident: id).row
    if let at = row.resumedAt {
      throw Refusal("incident \(id) ended at \(at.formatted(.iso8601))")
    }
    let person = teams().person(named: by)?.id
    if !row.mayResume.isEmpty, !row.mayResume.contains(person ?? "") {
      throw Refusal(
        "only \(Self.list(row.mayResume)) may end incident \(id); say who you are with --as")
    }
    let agreement = IncidentAgreement(
      incident: id, by: name(by), person: person, at: now)
    let ended =
      if let daemon { try await daemon.resume(agreement) } else {
        try await store.resume(agreement)
      }
    return try changed(ended.map(shown), else: "incident \(id) has ended meanwhile")
  }

  private func shown(_ incident: IncidentRow) -> JSONValue {
    incident.json(in: brand().timeZone)
  }
}
