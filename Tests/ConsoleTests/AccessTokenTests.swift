import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Console

/// Tokens of the API.
@Suite struct AccessTokenTests {
  private static let machine = Principal(
    name: "root", role: .admin, teams: nil, proof: .operatorToken)

  private func make(
    _ test: AccessUnderTest, _ role: Role = .agent, _ scopes: Set<Scope> = [.read, .handoffs],
    teams: Set<String>? = nil, lifetime: Duration? = nil, by principal: Principal = machine
  ) async throws -> (token: String, row: ApiTokenRow) {
    try await test.desk.addToken(
      name: "crm", role: role, scopes: scopes, teams: teams, lifetime: lifetime, by: principal,
      address: AccessUnderTest.address)
  }

  @Test func aTokenSpeaksWithItsRoleScopesAndTeams() async throws {
    let test = try await AccessUnderTest()
    let made = try await make(test, teams: ["care"])
    #expect(made.token.hasPrefix("replyd_") && made.token.count == 50)
    let principal = try #require(try await test.desk.principal(bearer: made.token))
    #expect(
      principal
        == Principal(
          name: "token crm", role: .agent, teams: ["care"],
          proof: .token(made.row.id, [.read, .handoffs])))
    #expect(try await test.principal(made.token) == nil)
    for other in ["", "replyd_", made.token + "a", String(made.token.dropLast()) + "!"] {
      #expect(try await test.desk.principal(bearer: other) == nil)
    }
  }

  @Test func anExpiredTokenDoesNotAct() async throws {
    let test = try await AccessUnderTest()
    let made = try await make(test, lifetime: .hours(24))
    test.time.advance(by: .hours(24) - .seconds(1))
    #expect(try await test.desk.principal(bearer: made.token) != nil)
    test.time.advance(by: .seconds(1))
    #expect(try await test.desk.principal(bearer: made.token) == nil)
    let isRevoked = try await test.desk.revoke(
      token: made.row.id, by: Self.machine, address: AccessUnderTest.address)
    #expect(!isRevoked)
  }

  @Test func aRevokedTokenDoesNotActAndIsStillListed() async throws {
    let test = try await AccessUnderTest()
    let (dead, alive) = (try await make(test), try await make(test))
    func revoke() async throws -> Bool {
      try await test.desk.revoke(
        token: dead.row.id, by: Self.machine, address: AccessUnderTest.address)
    }
    #expect(try await revoke())
    #expect(try await !revoke())
    #expect(try await test.desk.principal(bearer: dead.token) == nil)
    #expect(try await test.desk.principal(bearer: alive.token) != nil)
    #expect(try await test.desk.tokens().map(\.id) == [alive.row.id, dead.row.id])
  }

  @Test func useIsNotedToTheMinute() async throws {
    let test = try await AccessUnderTest()
    let made = try await make(test)
    func used() async throws -> Date? { try await test.desk.tokens().first?.lastUsedAt }
    #expect(try await used() == nil)
    _ = try await test.desk.principal(bearer: made.token)
    test.time.advance(by: .seconds(59))
    _ = try await test.desk.principal(bearer: made.token)
    #expect(try await used() == fixtureTime)
    test.time.advance(by: .seconds(1))
    _ = try await test.desk.principal(bearer: made.token)
    #expect(try await used() == fixtureTime + .minutes(1))
  }

  @Test func noTokenHasMoreThanWhoeverMadeIt() async throws {
    let test = try await AccessUnderTest()
    try await test.add("lea", .lead, teams: ["care", "billing"])
    try await test.add("root", .admin)
    let lea = try #require(try await test.principal(try await test.signIn("lea")))
    await #expect(throws: OperatorDesk.Refusal.self) {
      try await make(test, .admin, teams: ["care"], by: lea)
    }
    await #expect(throws: OperatorDesk.Refusal.self) { try await make(test, .agent, by: lea) }
    await #expect(throws: OperatorDesk.Refusal.self) {
      try await make(test, .agent, teams: ["care", "legal"], by: lea)
    }
    let made = try await make(test, .lead, teams: ["care"], by: lea)
    try await test.change("lea", .role(.viewer))
    #expect(try await test.desk.principal(bearer: made.token)?.role == .viewer)
    try await test.change("lea", .teams(["billing"]))
    #expect(try await test.desk.principal(bearer: made.token)?.teams == [])
    try await test.change("lea", .disabled(true))
    #expect(try await test.desk.principal(bearer: made.token) == nil)
    try await test.change("lea", .disabled(false))
    let token = try #require(try await test.desk.principal(bearer: made.token))
    await #expect(throws: OperatorDesk.Refusal.self) {
      try await make(test, .viewer, teams: [], by: token)
    }
  }

  @Test func soManyTokensActAtATime() async throws {
    let test = try await AccessUnderTest()
    for _ in 0..<ApiTokenRow.limit { _ = try await make(test) }
    await #expect(throws: OperatorDesk.Refusal.self) { try await make(test) }
    let last = try #require(try await test.desk.tokens().first)
    _ = try await test.desk.revoke(
      token: last.id, by: Self.machine, address: AccessUnderTest.address)
    _ = try await make(test)
  }

  /// Passwords, tokens of sessions and of the API, and what a browser's forms bring along.
  @Test func onlyHashesAreOnDisk() async throws {
    let test = try await AccessUnderTest()
    let session = try await test.signIn()
    let rotated = try #require(try await test.desk.rotate(session: session))
    let token = try await make(test).token
    _ = try await test.trySignIn("typed into the wrong field", "wrong password")
    let bytes = try test.bytes()
    #expect(bytes.range(of: Data("ana".utf8)) != nil)
    #expect(bytes.range(of: Data(OpaqueToken.hash(rotated).utf8)) != nil)
    for secret in [
      AccessUnderTest.password, session, rotated, token,
      String(token.dropFirst(OpaqueToken.apiPrefix.count)), OpaqueToken.csrf(ofSession: rotated),
      "typed into the wrong field", "wrong password",
    ] { #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret)") }
  }
}
