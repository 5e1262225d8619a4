import Engine
import Foundation
import TestSupport
import Storage
import Testing

@testable import Console

/// Passwords, and what is kept of them.
@Suite struct AccessPasswordTests {
  @Test func aPasswordMatchesItsHashAndNoOther() throws {
    let digest = try PasswordHash.make("correct horse battery")
    #expect(digest.text.hasPrefix("$argon2id$v=19$m=65536,t=2,p=1$"))
    #expect(PasswordHash.matches("correct horse battery", digest))
    #expect(!PasswordHash.matches("correct horse batterz", digest))
    #expect(!PasswordHash.matches("", digest))
    #expect(try PasswordHash.make("correct horse battery") != digest)
    #expect(!PasswordHash.isOutdated(digest))
  }

  @Test func oneKeyboardsLettersAreAnothers() throws {
    let digest = try PasswordHash.make("Stra\u{DF}e caf\u{E9} \u{212B}ngstr\u{F6}m")
    #expect(PasswordHash.matches("Stra\u{DF}e cafe\u{301} \u{C5}ngstro\u{308}m", digest))
  }

  @Test func aHashOfOtherCostsIsOutdated() throws {
    let other = try #require(
      PasswordDigest(PasswordHash.Costs.interactive.nobody.replacing("m=65536", with: "m=32768")))
    #expect(PasswordHash.isOutdated(other))
  }

  @Test func whatIsNoHashIsNone() throws {
    for text in [
      "", "secret", "$2b$12$abcdefghijklmnopqrstuv", "$argon2i$v=19$m=65536,t=2,p=1$AA$AA",
      PasswordHash.Costs.interactive.nobody + "\n",
      "$argon2id$v=19$" + String(repeating: "A", count: 200),
    ] { #expect(PasswordDigest(text) == nil, "\(text)") }
    let digest = try #require(PasswordDigest(PasswordHash.Costs.interactive.nobody))
    #expect(!"\(digest) \(String(reflecting: digest))".contains("argon2id"))
  }

  @Test(arguments: [
    ("", false), ("elevenchars", false), ("twelve chars", true), ("ana.de.la.cruz", false),
    ("ANA.de.la.cruz", false), (String(repeating: "a", count: 256), true),
    (String(repeating: "a", count: 257), false), (String(repeating: "ä", count: 129), false),
  ])
  func lengthIsAllThatIsAskedOfAPassword(_ password: String, _ isFine: Bool) {
    #expect((PasswordRule.problem(with: password, of: "ana.de.la.cruz") == nil) == isFine)
  }

  @Test func theHashOfNobodyCostsWhatAnyOtherCosts() throws {
    let nobody = try #require(PasswordDigest(PasswordHash.Costs.interactive.nobody))
    #expect(!PasswordHash.isOutdated(nobody))
    #expect(!PasswordHash.matches("", nobody))
  }

  @Test func aPasswordIsHashedAnewWhenTheCostsHaveChanged() async throws {
    let test = try await AccessUnderTest()
    let costs = PasswordHash.Costs(passes: 2, memory: PasswordHash.Costs.least.memory * 2)
    let desk = AccessDesk(
      store: test.store, time: test.time, settings: AccessSettings(), costs: costs)
    func kept() async throws -> PasswordDigest? {
      try await test.store.user(named: "ana")?.password
    }
    let before = try #require(try await kept())
    #expect(try await test.trySignIn().isSession)
    #expect(try await kept() == before)
    let signedIn = try await desk.signIn(
      name: "ana", password: AccessUnderTest.password, address: "::1", agent: "")
    #expect(signedIn.isSession)
    let after = try #require(try await kept())
    #expect(after.text.contains("m=16,t=2") && !PasswordHash.isOutdated(after, costs))
    #expect(PasswordHash.matches(AccessUnderTest.password, after))
  }

  @Test func soManyAreCheckedAtOnceAndSoManyWait() async throws {
    let work = PasswordWork()
    let gate = DispatchSemaphore(value: 0)
    let accepted = PasswordWork.atOnce + PasswordWork.waitingLimit
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<accepted {
        group.addTask {
          try await work.run {
            gate.wait()
            return true
          }
        }
      }
      try await eventually("all are there") { work.load == accepted }
      await #expect(throws: PasswordWork.Busy.self) { try await work.run { true } }
      for _ in 0..<accepted { gate.signal() }
      #expect(try await group.reduce(0) { $0 + ($1 ? 1 : 0) } == accepted)
    }
    try await eventually("none is left") { work.load == 0 }
    #expect(try await work.run { true })
  }
}
