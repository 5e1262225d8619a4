import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Console

/// What failed sign-ins cost.
@Suite struct AccessThrottleTests {
  @Test func theSixthTryOfANameWaitsAndEachFurtherOneTwiceAsLong() async throws {
    let test = try await AccessUnderTest()
    for _ in 0..<5 { #expect(try await test.trySignIn("ana", "wrong password").isRefused) }
    var waits: [Double] = []
    for _ in 0..<9 {
      // The right password waits like any other.
      let until = try #require(try await test.trySignIn(from: "198.51.100.9").until)
      let wait = until.timeIntervalSince(test.time.now)
      waits.append(wait)
      test.time.advance(by: .seconds(wait))
      #expect(try await test.trySignIn("ana", "wrong password").isRefused)
    }
    #expect(waits == [10, 20, 40, 80, 160, 320, 640, 900, 900])
    test.time.advance(by: .minutes(15))
    #expect(try await test.trySignIn().isSession)
    #expect(try await test.trySignIn("ana", "wrong password").isRefused)
    #expect(try await test.trySignIn().isSession, "a success forgets the failures")
  }

  @Test func aNameThatNobodyHasWaitsLikeAnyOther() async throws {
    let test = try await AccessUnderTest()
    for name in ["nobody", "No Name At All", ""] {
      for n in 0..<5 {
        let answer = try await test.trySignIn(name, "wrong password", from: "10.0.\(n).1")
        #expect(answer.isRefused)
      }
      #expect(try await test.trySignIn(name, from: "10.9.0.1").until != nil, "\(name)")
    }
    #expect(try await test.trySignIn(from: "10.9.0.2").isSession)
  }

  @Test func anAddressHasTwentyTriesWithWhateverNames() async throws {
    let test = try await AccessUnderTest()
    for n in 0..<20 { #expect(try await test.trySignIn("user\(n)", "wrong").isRefused) }
    #expect(try await test.trySignIn().until == test.time.now + .seconds(10))
    #expect(try await test.trySignIn(from: "198.51.100.9").isSession)
    test.time.advance(by: .seconds(10))
    #expect(try await test.trySignIn().isSession, "and is let in when the wait is over")
    let unknown = try await test.desk.entries(AuditQuery(who: "unknown"))
    #expect(unknown.count == 2, "the log does not grow with every name that is tried")
  }

  @Test func aSixthTriesOfOneNetworkAreOnes() {
    #expect(CallerAddress.counted("2001:db8:1:2::1") == "2001:db8:1:2::/64")
    #expect(CallerAddress.counted("2001:DB8:1:2:ffff::9%eth0") == "2001:db8:1:2::/64")
    #expect(CallerAddress.counted("::ffff:192.0.2.1") == "192.0.2.1")
    #expect(CallerAddress.counted("192.0.2.1") == "192.0.2.1")
    #expect(CallerAddress.counted("not:an:address") == "not:an:address")
  }

  @Test func manyAtOnceAreNotMoreTries() async throws {
    let test = try await AccessUnderTest()
    let answers = try await withThrowingTaskGroup(of: SignIn.self) { group in
      for n in 0..<60 {
        group.addTask { try await test.trySignIn("ana", "wrong \(n)", from: "10.0.\(n).1") }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.count { $0.isRefused } == 5)
    #expect(answers.count { $0.until != nil } == 55)
  }

  @Test func aRestartForgetsNoFailure() async throws {
    let test = try await AccessUnderTest()
    for _ in 0..<5 { _ = try await test.trySignIn("ana", "wrong password") }
    let again = try test.reopened()
    #expect(try await again.trySignIn().until == again.time.now + .seconds(10))
  }

  @Test func failuresLongAgoAreForgotten() async throws {
    let test = try await AccessUnderTest()
    for _ in 0..<4 { _ = try await test.trySignIn("ana", "wrong password") }
    test.time.advance(by: .minutes(16))
    for _ in 0..<5 { #expect(try await test.trySignIn("ana", "wrong password").isRefused) }
    #expect(try await test.trySignIn().until != nil)
  }

  @Test func aClockThatIsSetBackMakesNobodyWaitLonger() async throws {
    let test = try await AccessUnderTest()
    for _ in 0..<5 { _ = try await test.trySignIn("ana", "wrong password") }
    test.time.set(to: fixtureTime - .hours(24))
    let until = try #require(try await test.trySignIn().until)
    #expect(until == fixtureTime - .hours(24) + .seconds(10))
    test.time.advance(by: .seconds(10))
    #expect(try await test.trySignIn().isSession)
  }

  @Test func aWrongOldPasswordIsAFailureToo() async throws {
    let test = try await AccessUnderTest()
    let token = try await test.signIn()
    func change() async throws -> AccountChange {
      try await test.desk.changePassword(
        session: token, old: "wrong password", new: "another password",
        address: AccessUnderTest.address)
    }
    for _ in 0..<5 { #expect(try await change() == .wrong) }
    guard case .throttled = try await change() else {
      Issue.record("a stolen session may try passwords for ever")
      return
    }
    #expect(try await test.principal(token) != nil, "but goes on")
  }
}
