import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage
import Testing

/// Users, sessions and the audit log, as the store keeps them.
@Suite struct AccessTests {
  private static let digest =
    "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$" + String(repeating: "A", count: 43)

  private func entry(_ action: String = "test", who: String = "root", at: Date = fixtureTime)
    -> AuditEntry
  {
    AuditEntry(at: at, who: who, role: "operator", action: action)
  }

  private func user(_ name: String, _ role: Role = .agent) throws -> NewUser {
    NewUser(name: name, role: role, password: try #require(PasswordDigest(Self.digest)))
  }

  @Test func aNameIsOnesOwn() async throws {
    let test = try await StoreUnderTest()
    #expect(try await test.store.add(user("ana"), audit: entry())?.role == .agent)
    #expect(try await test.store.add(user("ana", .admin), audit: entry()) == nil)
    #expect(try await test.store.user(named: "ana")?.role == .agent)
    #expect(try await test.store.entries(AuditQuery()).count == 1)
    for name in ["", "Ana", "a b", "ana\u{301}", "ana\n", String(repeating: "a", count: 65)] {
      #expect(!NewUser.isName(name), "\(name)")
    }
    #expect(NewUser.isName("ana.de-la_cruz2"))
  }

  @Test func theLastAdminStays() async throws {
    let test = try await StoreUnderTest()
    for name in ["ana", "ben"] { _ = try await test.store.add(user(name, .admin), audit: entry()) }
    func change(_ name: String, _ change: UserChange) async throws -> UserChangeOutcome {
      try await test.store.change(user: name, change, audit: entry("users.change"))
    }
    guard case .changed = try await change("ana", .disabled(true)) else {
      Issue.record("there are two")
      return
    }
    for last in [UserChange.disabled(true), .role(.lead)] {
      guard case .lastAdmin = try await change("ben", last) else {
        Issue.record("nobody could let people in any more")
        return
      }
    }
    guard case .unknown = try await change("cid", .role(.lead)) else {
      Issue.record("there is no cid")
      return
    }
    let ben = try #require(try await test.store.user(named: "ben"))
    #expect(ben.role == .admin && !ben.isDisabled)
    let outcomes = try await test.store.entries(AuditQuery(action: "users")).map(\.outcome)
    #expect(outcomes == [.refused, .refused, .done])
  }

  /// Whatever verb there may be one day.
  @Test(arguments: [
    "UPDATE audit SET who = 'somebody else'", "DELETE FROM audit", "DELETE FROM audit WHERE id = 1",
    "INSERT OR REPLACE INTO audit SELECT * FROM audit",
  ])
  func theAuditLogIsOnlyAddedTo(_ sql: String) async throws {
    let test = try await StoreUnderTest()
    try await test.store.append(entry("holds"))
    await #expect(throws: (any Error).self) { try await test.sql(sql) }
    #expect(try await test.store.entries(AuditQuery()).map(\.who) == ["root"])
  }

  @Test func theLogIsReadByPagesAndByWhatIsAskedFor() async throws {
    let test = try await StoreUnderTest()
    for n in 0..<10 {
      try await test.store.append(
        entry(
          n % 2 == 0 ? "users.role" : "usersOfOld", who: n < 5 ? "ana" : "ben",
          at: fixtureTime + .minutes(n)))
    }
    func ids(_ query: AuditQuery) async throws -> [Int64] {
      try await test.store.entries(query).map(\.id)
    }
    #expect(try await ids(AuditQuery(limit: 3)) == [10, 9, 8])
    #expect(try await ids(AuditQuery(before: 8, limit: 3)) == [7, 6, 5])
    #expect(try await ids(AuditQuery(who: "ana")) == [5, 4, 3, 2, 1])
    #expect(try await ids(AuditQuery(action: "users")) == [9, 7, 5, 3, 1])
    #expect(
      try await ids(AuditQuery(action: "users.role", since: fixtureTime + .minutes(6))) == [9, 7])
    #expect(try await ids(AuditQuery(limit: -1)) == [10])
    let long = AuditEntry(
      at: fixtureTime, who: String(repeating: "w", count: 1000), role: nil,
      action: String(repeating: "a", count: 1000), detail: String(repeating: "d", count: 1000))
    #expect(long.who.count == 64 && long.action.count == 64 && long.detail?.count == 500)
  }

  @Test func failuresAreCountedForSoManyAndTheWorstAreKept() async throws {
    let test = try await StoreUnderTest()
    let victim = SignInThrottle.Key.name("victim")
    for _ in 0..<5 { _ = try await test.store.attempt([victim], at: fixtureTime) }
    try await test.sql(
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
      INSERT INTO signInFailure SELECT 'name:' || i, 1, \(1_750_000_000_000), NULL FROM n
      """)
    _ = try await test.store.attempt([.name("one more")], at: fixtureTime)
    #expect(
      try await test.texts("SELECT count(*) FROM signInFailure")
        == ["\(SignInThrottle.rowLimit)"])
    let answer = try await test.store.attempt([victim], at: fixtureTime)
    #expect(answer == .waitUntil(fixtureTime + .seconds(10)))
  }

  @Test func aSessionNeedsThePasswordThatIsInForce() async throws {
    let test = try await StoreUnderTest()
    let ana = try #require(try await test.store.add(user("ana"), audit: entry()))
    let other = try #require(
      PasswordDigest(Self.digest.replacing("AAAAAAAAA$", with: "BBBBBBBBB$")))
    func sign(_ token: String, _ password: PasswordDigest) async throws -> SessionRow? {
      try await test.store.add(
        NewSession(
          token: token, user: ana.id, password: password, address: "::1",
          agent: String(repeating: "a", count: 1000), at: fixtureTime,
          seenAfter: fixtureTime - .hours(1), createdAfter: fixtureTime - .hours(12)),
        audit: entry())
    }
    #expect(try await sign("a", other) == nil)
    #expect(try await sign("b", ana.password)?.agent.count == NewSession.agentLimit)
    _ = try await test.store.change(user: "ana", .disabled(true), audit: entry())
    #expect(try await sign("c", ana.password) == nil)
  }

  @Test func aRestoreBringsNoSessionBack() async throws {
    let test = try await StoreUnderTest()
    let ana = try #require(try await test.store.add(user("ana"), audit: entry()))
    _ = try await test.store.add(
      NewSession(
        token: "a", user: ana.id, password: ana.password, address: "::1", agent: "",
        at: fixtureTime, seenAfter: fixtureTime, createdAfter: fixtureTime), audit: entry())
    let backup = test.folder.path(of: "backup.sqlite")
    _ = try await test.store.backup(to: backup, at: fixtureTime)
    #expect(try await test.store.endSessions(of: ana.id, only: nil, audit: nil) == 1)
    try test.store.close()
    _ = try StoreFile(path: test.path).restore(backup, replacing: true, at: fixtureTime)
    let restored = try await StoreUnderTest(in: test.folder)
    #expect(try await restored.store.user(named: "ana")?.id == ana.id)
    #expect(try await restored.store.session(token: "a") == nil)
    #expect(try await restored.store.entries(AuditQuery()).first?.action == "store.restore")
  }
}
