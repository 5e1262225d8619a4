import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Console

/// Sessions of browsers.
@Suite struct AccessSessionTests {
  @Test func aSignInMakesASessionOfItsUser() async throws {
    let test = try await AccessUnderTest()
    try await test.add("ben", .lead, teams: ["care"])
    let token = try await test.signIn(" Ben ")
    #expect(token.count == 43)
    let ben = try #require(try await test.principal(token))
    #expect(ben.name == "ben" && ben.role == .lead && ben.teams == ["care"])
    guard case .session(_, let csrf) = ben.proof else {
      Issue.record("no session")
      return
    }
    #expect(csrf == OpaqueToken.csrf(ofSession: token) && csrf != token && csrf.count == 43)
    let row = try #require(try await test.desk.sessions(of: "ben").first)
    #expect(row.address == AccessUnderTest.address && row.agent == "Test 1.0")
    #expect(row.confirmedAt == test.time.now)
  }

  @Test func whatIsNoTokenOpensNothing() async throws {
    let test = try await AccessUnderTest()
    let token = try await test.signIn()
    for other in ["", "x", String(token.dropLast()), token + "a", OpaqueToken.hash(token)] {
      #expect(try await test.principal(other) == nil)
    }
    #expect(try await test.desk.principal(bearer: token) == nil)
  }

  /// Each sign-in has a token of its own: one that was planted in the browser is worth nothing.
  @Test func everySignInHasATokenOfItsOwn() async throws {
    let test = try await AccessUnderTest()
    let tokens = [try await test.signIn(), try await test.signIn()]
    #expect(tokens[0] != tokens[1])
    for token in tokens { #expect(try await test.principal(token) != nil) }
  }

  @Test func withoutARequestItIsOver() async throws {
    let test = try await AccessUnderTest(
      AccessSettings(idle: .minutes(30), absolute: .hours(12)))
    let token = try await test.signIn()
    for _ in 0..<4 {
      test.time.advance(by: .minutes(29))
      #expect(try await test.principal(token) != nil)
    }
    test.time.advance(by: .minutes(30))
    #expect(try await test.principal(token) == nil)
    test.time.set(to: fixtureTime)
    #expect(try await test.principal(token) == nil, "it was removed")
  }

  @Test func howeverBusyItIsItEnds() async throws {
    let test = try await AccessUnderTest(AccessSettings(idle: .hours(1), absolute: .hours(2)))
    let token = try await test.signIn()
    test.time.advance(by: .minutes(50))
    #expect(try await test.principal(token) != nil)
    let second = try #require(try await test.desk.rotate(session: token))
    test.time.advance(by: .minutes(50))
    #expect(try await test.principal(second) != nil)
    test.time.advance(by: .minutes(20))
    #expect(try await test.principal(second) == nil)
  }

  @Test func requestsAreNotedToTheMinute() async throws {
    let test = try await AccessUnderTest()
    let token = try await test.signIn()
    func seen() async throws -> Date? { try await test.desk.session(token)?.seenAt }
    test.time.advance(by: .seconds(59))
    _ = try await test.principal(token)
    #expect(try await seen() == fixtureTime)
    test.time.advance(by: .seconds(1))
    _ = try await test.desk.principal(session: token, address: "198.51.100.1")
    #expect(try await seen() == fixtureTime + .minutes(1))
    #expect(try await test.desk.session(token)?.address == "198.51.100.1")
  }

  @Test func aRotatedTokenIsWorthNothing() async throws {
    let test = try await AccessUnderTest()
    let token = try await test.signIn()
    let before = try #require(try await test.desk.session(token))
    let new = try #require(try await test.desk.rotate(session: token))
    #expect(try await test.principal(token) == nil)
    #expect(try await test.desk.rotate(session: token) == nil)
    #expect(try await test.desk.session(new) == before)
    #expect(OpaqueToken.csrf(ofSession: token) != OpaqueToken.csrf(ofSession: new))
  }

  @Test func afterSigningOutItIsOver() async throws {
    let test = try await AccessUnderTest()
    let (token, other) = (try await test.signIn(), try await test.signIn())
    try await test.desk.signOut(session: token, address: AccessUnderTest.address)
    #expect(try await test.principal(token) == nil)
    #expect(try await test.principal(other) != nil)
    try await test.desk.signOut(session: token, address: AccessUnderTest.address)
    #expect(try await test.actions().count { $0 == "sessions.sign-out" } == 1)
  }

  @Test func oneEndsOnesOwnSessionsAndNobodyElses() async throws {
    let test = try await AccessUnderTest()
    try await test.add("ben", .agent)
    let (ana, bens) = (try await test.signIn(), try await test.signIn("ben"))
    let id = try #require(try await test.desk.session(bens)?.id)
    let principal = try #require(try await test.principal(ana))
    func revoke(_ id: Int64?, of name: String) async throws -> Bool {
      try await test.desk.revoke(
        session: id, of: name, by: principal, address: AccessUnderTest.address)
    }
    #expect(try await !revoke(id, of: "ana"))
    #expect(try await test.principal(bens) != nil)
    #expect(try await revoke(id, of: "ben"))
    #expect(try await test.principal(bens) == nil)
    #expect(try await !revoke(nil, of: "nobody"))
  }

  @Test func rightsAreReadAnewForEachRequest() async throws {
    let test = try await AccessUnderTest()
    let token = try await test.signIn()
    try await test.change("ana", .role(.viewer))
    try await test.change("ana", .teams(["care"]))
    let now = try #require(try await test.principal(token))
    #expect(now.role == .viewer && now.teams == ["care"])
    try await test.change("ana", .disabled(true))
    #expect(try await test.principal(token) == nil)
    #expect(try await test.trySignIn().isRefused)
    try await test.change("ana", .disabled(false))
    #expect(try await test.principal(token) == nil, "it does not come back")
    #expect(try await test.trySignIn().isSession)
  }

  @Test func anotherPasswordEndsAllOtherSessions() async throws {
    let test = try await AccessUnderTest()
    let (token, other) = (try await test.signIn(), try await test.signIn())
    func change(_ old: String, _ new: String) async throws -> AccountChange {
      try await test.desk.changePassword(
        session: token, old: old, new: new, address: AccessUnderTest.address)
    }
    #expect(try await change("something else", "another password") == .wrong)
    guard case .refused = try await change(AccessUnderTest.password, "short") else {
      Issue.record("a short password was taken")
      return
    }
    let done = try await change(AccessUnderTest.password, "another password")
    guard case .changed(let new) = done else {
      Issue.record("\(done)")
      return
    }
    for gone in [other, token] { #expect(try await test.principal(gone) == nil) }
    #expect(try await test.principal(new) != nil)
    #expect(try await test.trySignIn().isRefused)
    #expect(try await test.trySignIn("ana", "another password").isSession)
    let operators = try await test.desk.digest(of: "yet another password", for: "ana")
    try await test.change("ana", .password(operators))
    #expect(try await test.principal(new) == nil)
  }

  @Test func aUserHasSoManySessionsAndTheQuietestGivesWay() async throws {
    let test = try await AccessUnderTest()
    let first = try await test.signIn()
    var rest: [String] = []
    for _ in 0..<NewSession.limit {
      test.time.advance(by: .seconds(1))
      rest.append(try await test.signIn())
    }
    #expect(try await test.principal(first) == nil)
    for token in rest { #expect(try await test.principal(token) != nil) }
    #expect(try await test.desk.sessions(of: "ana").count == NewSession.limit)
  }

  @Test func confirmingIsNotedAndNeedsThePassword() async throws {
    let test = try await AccessUnderTest()
    let token = try await test.signIn()
    test.time.advance(by: .minutes(20))
    let wrong = try await test.desk.confirm(
      session: token, password: "something else", address: AccessUnderTest.address)
    #expect(wrong == .wrong)
    let done = try await test.desk.confirm(
      session: token, password: AccessUnderTest.password, address: AccessUnderTest.address)
    guard case .changed(let new) = done else {
      Issue.record("\(done)")
      return
    }
    #expect(try await test.desk.session(new)?.confirmedAt == test.time.now)
  }
}
