import Foundation
public import PluginKit

extension OperatorCommand {
  /// Whether it changes something, which the audit log notes. Access commands note it themselves,
  /// and many at once are noted one by one.
  var isNoted: Bool {
    switch self {
    case .access, .review, .drill, .bulk: false
    default: request.method != "GET"
    }
  }

  /// `handoffs.take`: what the log calls it.
  var action: String {
    let words = request.path.filter { Int64($0) == nil }
    return (words + (request.method == "DELETE" ? ["release"] : [])).joined(separator: ".")
  }

  /// What it is about, where an id or a name of ours says it: never an author, never words.
  var target: String? {
    switch self {
    case .hold(.topic, _), .resume(.topic): "topic"
    case .hold(let scope, _): scope.text
    case .resume(let scope): scope?.text ?? "all"
    case .openIncident(let procedure, _): procedure
    default: request.path.first { Int64($0) != nil }
    }
  }
}

extension OperatorDesk {
  /// Carries it out, and notes that it was, or that it could not be.
  ///
  /// - Parameters:
  ///   - by: who asks.
  ///   - actor: how they came in.
  public func perform(
    _ command: OperatorCommand, by: String, as actor: OperatorActor = .machine
  ) async throws -> JSONValue {
    guard command.isNoted, let access else { return try await carryOut(command, by: by, actor) }
    func note(_ outcome: AuditEntry.Outcome, _ result: JSONValue? = nil) async throws {
      let made = result?["id"]?.number.map { "\(Int64($0))" }
      try await access.append(
        AuditEntry(
          at: time.now, who: by, role: actor.role, action: command.action,
          target: command.target ?? made, address: actor.address, outcome: outcome))
    }
    do {
      let result = try await carryOut(command, by: by, actor)
      try await note(.done, result)
      return result
    } catch let refusal as Refusal {
      try await note(.refused)
      throw refusal
    }
  }
}
