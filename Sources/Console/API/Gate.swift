import Engine
import Foundation
import HTTPTypes
import Logging
import PluginKit

/// Where every request for an operation passes, whether a page's form, a program or the command
/// line made it: form, role, scope, teams, then the desk; and the audit log.
struct Gate: Sendable {
  let desk: OperatorDesk
  let store: any DeskStore
  let access: any AccessStore
  let live: LiveHub
  let time: any Time
  let logger: Logger

  /// What was asked, and by whom.
  struct Call: Sendable {
    var request: OperatorCommand.Request
    /// With names that come twice.
    var query: [(String, String)]
    var principal: Principal
    var address: String
  }

  func perform(_ call: Call) async throws(APIRefusal) -> JSONValue {
    let endpoint = try Self.endpoint(call.request)
    do throws(APIRefusal) {
      let answer = try await answer(call, endpoint)
      await noted(call, endpoint, refusal: nil)
      return answer
    } catch {
      await noted(call, endpoint, refusal: error)
      throw error
    }
  }

  /// Whether somebody may use an operation at all; pages do not show what they may not.
  static func allows(_ principal: Principal, _ endpoint: Endpoint) -> Bool {
    guard principal.role >= endpoint.role else { return false }
    if case .token(_, let scopes) = principal.proof, !scopes.contains(endpoint.scope) {
      return false
    }
    if principal.teams != nil, case .closed = endpoint.teams { return false }
    return true
  }

  static func endpoint(_ request: OperatorCommand.Request) throws(APIRefusal) -> Endpoint {
    let known = Endpoint.all.filter { $0.matches(request.path) }
    // `handoffs/bulk` is no number: at most one path fits.
    if let endpoint = known.first(where: { $0.method == request.method }) { return endpoint }
    guard !known.isEmpty else {
      throw APIRefusal(.notFound, "no such operation; /api/v1/openapi.json lists them")
    }
    throw APIRefusal(
      .methodNotAllowed, "this path does not know \(request.method.prefix(20))",
      allow: known.map(\.method))
  }

  private func answer(_ call: Call, _ endpoint: Endpoint) async throws(APIRefusal) -> JSONValue {
    guard Self.allows(call.principal, endpoint) else {
      throw APIRefusal(
        .forbidden,
        "this needs the role \(endpoint.role.rawValue), and for a token the scope "
          + "\(endpoint.scope.rawValue)")
    }
    if let problem = endpoint.problem(query: call.query)
      ?? (endpoint.method == "POST" ? endpoint.problem(body: call.request.body) : nil)
    {
      throw APIRefusal(.badRequest, problem)
    }
    // Assigning is a lead's, one by one as with many.
    if call.request.body["action"] == "assign", call.principal.role < .lead {
      throw APIRefusal(.forbidden, "this needs the role lead")
    }
    do {
      try await requireTeam(call, endpoint)
      guard let command = command(call) else {
        throw APIRefusal(.conflict, "this cannot be done as it was asked; see the OpenAPI file")
      }
      let answer = try await desk.perform(
        command, by: call.principal.name, as: call.principal.actor(address: call.address))
      return narrowed(answer, call, endpoint)
    } catch let refusal as APIRefusal {
      throw refusal
    } catch let refusal as OperatorDesk.Refusal {
      throw APIRefusal(.conflict, refusal.description)
    } catch {
      logger.error("the API failed: \(error)")
      // Whoever runs it may read what its log says.
      let isOperator = call.principal.proof == .operatorToken
      throw APIRefusal(
        .internalServerError, isOperator ? "\(error)" : "replyd failed; its log says more")
    }
  }

  /// The inbox's query knows who asks and what they may see.
  private func command(_ call: Call) -> OperatorCommand? {
    guard case .inbox(var query)? = OperatorCommand(call.request) else {
      return OperatorCommand(call.request)
    }
    let (name, person) = desk.identity(call.principal.name)
    query.name = name
    query.person = person
    query.teams = call.principal.teams
    return .inbox(query)
  }
}

extension Gate {
  /// To whoever sees only some teams, what is another's is not there.
  private func requireTeam(_ call: Call, _ endpoint: Endpoint) async throws {
    guard let teams = call.principal.teams else { return }
    let ids: [Int64]
    if case .narrowed = endpoint.teams {
      ids = call.request.body["ids"]?.array?.compactMap { $0.number.map { Int64($0) } } ?? []
    } else {
      ids = endpoint.id(in: call.request.path).map { [$0] } ?? []
    }
    for id in ids {
      guard let own = try await self.teams(of: id, endpoint) else { continue }
      if own.isDisjoint(with: teams) { throw APIRefusal(.notFound, "there is no number \(id)") }
    }
  }

  /// nil: it is nobody's.
  private func teams(of id: Int64, _ endpoint: Endpoint) async throws -> Set<String>? {
    let conversation: Int64?
    switch endpoint.teams {
    case .open, .closed: return nil
    case .handoff, .narrowed: return try await store.team(ofHandoff: id).map { [$0] } ?? []
    case .conversation: conversation = id
    case .draft: conversation = try await store.conversation(ofReply: id)
    case .reply: conversation = try await store.conversation(ofReply: id)
    }
    guard let conversation else { return [] }
    return try await store.teams(ofConversation: conversation) ?? []
  }

  /// Lists that the store gives whole.
  private func narrowed(_ answer: JSONValue, _ call: Call, _ endpoint: Endpoint) -> JSONValue {
    guard let teams = call.principal.teams, case .narrowed = endpoint.teams,
      case .array(let rows) = answer
    else { return answer }
    return .array(rows.filter { row in row["team"]?.string.map(teams.contains) ?? false })
  }

  /// What the desk carried out or refused is in its audit log; what never came there is noted here.
  /// Who looks again is told of changes.
  private func noted(_ call: Call, _ endpoint: Endpoint, refusal: APIRefusal?) async {
    guard endpoint.method != "GET" else { return }
    guard let refusal else { return live.changed() }
    guard [.forbidden, .notFound].contains(refusal.status) else { return }
    let actor = call.principal.actor(address: call.address)
    do {
      try await access.append(
        AuditEntry(
          at: time.now, who: call.principal.name, role: actor.role, action: endpoint.action,
          target: endpoint.id(in: call.request.path).map { "\($0)" }, address: call.address,
          outcome: .denied))
    } catch {
      logger.error("the audit log could not be written: \(error)")
    }
  }
}
