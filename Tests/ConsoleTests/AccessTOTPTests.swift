import Engine
import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Console

/// The second factor.
@Suite struct AccessTOTPTests {
  private static let secret = Array("12345678901234567890".utf8)

  /// RFC 6238, appendix B, the last six of its eight digits.
  @Test(arguments: [
    (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"),
    (1_234_567_890, "005924"), (2_000_000_000, "279037"), (20_000_000_000, "353130"),
  ])
  func codesAreThoseOfTheStandard(_ seconds: Int, _ code: String) {
    let date = Date(timeIntervalSince1970: Double(seconds))
    #expect(TOTP.code(Self.secret, step: TOTP.step(at: date)) == code)
    #expect(TOTP.step(of: code, Self.secret, at: date) == TOTP.step(at: date))
  }

  @Test func aClockMayBeOneStepOff() {
    let now = TOTP.step(at: fixtureTime)
    for offset in Int64(-3)...3 {
      let code = TOTP.code(Self.secret, step: now + offset)
      let found = TOTP.step(of: code, Self.secret, at: fixtureTime)
      #expect(found == (abs(offset) <= 1 ? now + offset : nil), "\(offset)")
    }
    #expect(TOTP.step(of: "", Self.secret, at: fixtureTime) == nil)
  }

  /// RFC 4648, section 10, without its padding.
  @Test(arguments: [
    ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"),
    ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI"),
  ])
  func secretsAreWrittenAsTheStandardSays(_ text: String, _ written: String) {
    #expect(Base32.text(Array(text.utf8)) == written)
    #expect(Base32.bytes(written) == Array(text.utf8))
    #expect(Base32.bytes(written + "1") == nil && Base32.bytes(written + "=") == nil)
  }

  @Test func anAuthenticatorReadsTheAddress() {
    let uri = TOTP.uri(Self.secret, name: "ana", issuer: "Northwind & Co")
    #expect(
      uri == "otpauth://totp/Northwind%20%26%20Co:ana?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        + "&issuer=Northwind%20%26%20Co&algorithm=SHA1&digits=6&period=30")
  }

  @Test func itCountsOnceACodeHasProvenIt() async throws {
    let test = try await AccessUnderTest()
    let token = try await test.signIn()
    let begun = try #require(
      try await test.desk.beginTOTP(session: token, address: AccessUnderTest.address))
    #expect(try await test.trySignIn().isSession)
    let wrong = try await test.desk.confirmTOTP(
      session: token, password: AccessUnderTest.password, code: "000000",
      address: AccessUnderTest.address)
    #expect(wrong == .wrong)
    let secret = try #require(Base32.bytes(begun.secret))
    let noPassword = try await test.desk.confirmTOTP(
      session: token, password: "something else", code: test.code(secret),
      address: AccessUnderTest.address)
    #expect(noPassword == .wrong)
    let done = try await test.desk.confirmTOTP(
      session: token, password: AccessUnderTest.password, code: test.code(secret),
      address: AccessUnderTest.address)
    guard case .changed(let new) = done else {
      Issue.record("\(done)")
      return
    }
    #expect(try await test.principal(token) == nil)
    #expect(try await test.principal(new)?.name == "ana")
    #expect(try await test.trySignIn().needsCode)
    let again = try await test.desk.beginTOTP(session: new, address: AccessUnderTest.address)
    #expect(again == nil)
  }

  @Test func aCodeIsTakenOnce() async throws {
    let test = try await AccessUnderTest()
    let (secret, _) = try await test.enrol(try await test.signIn())
    // The code that turned it on is used up.
    #expect(try await test.trySignIn(code: test.code(secret)).isRefused)
    test.time.advance(by: .seconds(30))
    let code = test.code(secret)
    #expect(try await test.trySignIn(code: code).isSession)
    #expect(try await test.trySignIn(code: code).isRefused)
    let earlier = TOTP.code(secret, step: TOTP.step(at: test.time.now) - 1)
    #expect(try await test.trySignIn(code: earlier).isRefused)
    test.time.advance(by: .seconds(30))
    #expect(try await test.trySignIn(code: test.code(secret)).isSession)
  }

  @Test func aWrongCodeIsAFailureAndAMissingOneIsNone() async throws {
    let test = try await AccessUnderTest()
    let (secret, _) = try await test.enrol(try await test.signIn())
    test.time.advance(by: .minutes(1))
    for _ in 0..<10 { #expect(try await test.trySignIn().needsCode) }
    for _ in 0..<5 { #expect(try await test.trySignIn(code: "12345").isRefused) }
    #expect(try await test.trySignIn(code: test.code(secret)).until != nil)
  }

  @Test func turningItOffNeedsPasswordAndCode() async throws {
    let test = try await AccessUnderTest()
    let (secret, token) = try await test.enrol(try await test.signIn())
    func end(_ password: String, _ code: String?) async throws -> AccountChange {
      try await test.desk.endTOTP(
        session: token, password: password, code: code, address: AccessUnderTest.address)
    }
    test.time.advance(by: .minutes(1))
    #expect(try await end(AccessUnderTest.password, nil) == .codeNeeded)
    #expect(try await end("something else", test.code(secret)) == .wrong)
    #expect(try await end(AccessUnderTest.password, "123") == .wrong)
    guard case .changed = try await end(AccessUnderTest.password, test.code(secret)) else {
      Issue.record("it is still on")
      return
    }
    #expect(try await test.trySignIn().isSession)
  }
}
