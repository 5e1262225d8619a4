import Engine
import Foundation
import PluginKit
import Testing

@testable import Console

/// The declarations of the API, and what follows from them.
struct EndpointTests {
  private static func sample(_ parameter: Parameter) -> JSONValue {
    switch parameter.kind {
    case .text(_, let pattern):
      switch parameter.name {
      case "scope": "all"
      case "after": "1-1"
      case "name": "ana"
      case "token": .string(String(repeating: "0", count: 64))
      case "password":
        .string(
          "$argon2id$v=19$m=65536,t=2,p=1$" + String(repeating: "A", count: 22) + "$"
            + String(repeating: "A", count: 43))
      default: pattern == nil ? "a" : "10s"
      }
    case .choice(let values): .string(values.first ?? "")
    case .integer(let range): .int(range.lowerBound)
    case .flag: true
    case .ids: [1]
    case .choices(let values): .array(values.prefix(1).map { .string($0) })
    case .texts: []
    }
  }

  private static func request(_ endpoint: Endpoint) -> OperatorCommand.Request {
    // What is done with many has fields that exclude each other.
    let isBulk = endpoint.path == "handoffs/bulk"
    let query = endpoint.query.map { ($0.name, sample($0).string ?? sample($0).text()) }
    return OperatorCommand.Request(
      method: endpoint.method,
      path: endpoint.steps.map { $0 == "{id}" ? "1" : $0 == "{name}" ? "ana" : String($0) },
      query: Dictionary(query, uniquingKeysWith: { first, _ in first }),
      body: .object(
        endpoint.body.filter { $0.isRequired || !isBulk }.map { .init($0.name, sample($0)) }))
  }

  @Test(arguments: Endpoint.all.indices)
  func whatIsDeclaredIsACommandThatTravelsAndComesBack(_ index: Int) throws {
    let endpoint = Endpoint.all[index]
    let request = Self.request(endpoint)
    #expect(endpoint.problem(query: request.query.map { ($0.key, $0.value) }) == nil)
    #expect(endpoint.problem(body: request.body) == nil)
    let command = try #require(OperatorCommand(request), "\(endpoint.method) \(endpoint.path)")
    let again = try #require(OperatorCommand(command.request))
    #expect(again == command)
    let found = try Gate.endpoint(command.request)
    #expect(found.path == endpoint.path && found.method == endpoint.method)
  }

  @Test func noTwoAnswerTheSameRequest() {
    let names = Endpoint.all.map { "\($0.method) \($0.path)" }
    #expect(Set(names).count == names.count)
  }

  @Test func whatChangesSomethingIsNotForViewersNorForReadingTokens() {
    for endpoint in Endpoint.all where endpoint.method != "GET" {
      #expect(endpoint.role > .viewer && endpoint.scope != .read, "\(endpoint.path)")
    }
  }

  @Test func everyAnswerHasAShape() {
    let names = Set(AnswerShapes.all.map(\.name))
    for endpoint in Endpoint.all { #expect(names.contains(endpoint.answer), "\(endpoint.path)") }
  }

  @Test func anUnknownFieldNamesTheKnownOnes() throws {
    let endpoint = try #require(Endpoint.all.first { $0.path == "handoffs/{id}/snooze" })
    #expect(endpoint.problem(body: ["fro": "1h"])?.contains("\"for\"") == true)
    #expect(endpoint.problem(body: [:])?.contains("missing") == true)
    #expect(endpoint.problem(body: ["for": "soon"]) != nil)
    #expect(endpoint.problem(body: []) != nil)
    #expect(endpoint.problem(query: [("a", "b")]) != nil)
  }

  @Test func aTokenMayDoWhatItsScopesSayAndNoMoreThanItsRole() throws {
    let take = try #require(Endpoint.all.first { $0.path == "handoffs/{id}/take" })
    func may(_ role: Role, _ scopes: Set<Scope>) -> Bool {
      Gate.allows(Principal(name: "t", role: role, proof: .token(1, scopes)), take)
    }
    #expect(may(.agent, [.handoffs]) && may(.admin, [.read, .handoffs]))
    #expect(!may(.agent, [.read]) && !may(.viewer, [.handoffs]) && !may(.admin, []))
  }

  @Test func whoSeesSomeTeamsIsNotToldOfAll() throws {
    let why = try #require(Endpoint.all.first { $0.path == "why" })
    let all = Principal(name: "a", role: .admin, proof: .session(1, csrf: "c"))
    var some = all
    some.teams = ["care"]
    #expect(Gate.allows(all, why) && !Gate.allows(some, why))
  }
}
