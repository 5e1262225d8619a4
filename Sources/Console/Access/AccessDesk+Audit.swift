public import Engine
import Foundation
import PluginKit

/// The log of who did what.
extension AccessDesk {
  public func audit(_ entry: AuditEntry) async throws { try await store.append(entry) }

  /// The last first, a page at a time: `before` of the next page is the last one's id.
  public func entries(_ query: AuditQuery) async throws -> [AuditEntry] {
    try await store.entries(query)
  }

  /// An entry of now. Ids only: never words of customers.
  public func entry(
    by principal: Principal, _ action: String, _ target: String?, detail: String? = nil,
    address: String?, outcome: AuditEntry.Outcome = .done
  ) -> AuditEntry {
    AuditEntry(
      at: time.now, who: principal.name, role: principal.actor.role, action: action,
      target: target, detail: detail, address: address, outcome: outcome)
  }

  func entry(of user: UserRow, _ action: String, _ target: String?, address: String?) -> AuditEntry
  {
    AuditEntry(
      at: time.now, who: user.name, role: user.role.rawValue, action: action, target: target,
      address: address)
  }
}

extension Principal {
  /// For commands that they give to the operator's desk.
  public var actor: OperatorActor { actor(address: nil) }

  public func actor(address: String?) -> OperatorActor {
    let role =
      switch proof {
      case .session: role.rawValue
      case .token: "token"
      case .operatorToken: OperatorActor.machine.role
      }
    return OperatorActor(role: role, address: address)
  }
}
