import Foundation
import TestSupport
import Testing

/// The console of the built program, from outside: browsers, an attacker, a fuzzer of its API. Each
/// script in Tests/Console prints a line a check.
@Suite(.serialized) struct ConsolePagesTests {
  private let binary: ReplydBinary

  init() throws { binary = try ReplydBinary() }

  /// Runs a script, prints what failed or was not run, and expects it to succeed.
  private func holds(
    _ script: String, _ arguments: String..., at location: SourceLocation = #_sourceLocation
  ) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let name = "Tests/Console/\(script)"
    process.arguments =
      [script.hasSuffix(".sh") ? "bash" : "python3", name, "--replyd", binary.url.path] + arguments
    process.currentDirectoryURL = TestPaths.repository
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = String(
      decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    let lines = said.split(separator: "\n")
    for line in lines where line.hasPrefix("NOT RUN") { print(line) }
    guard process.terminationStatus != 77 else { return }
    let failed = lines.filter { !$0.hasPrefix("ok ") }.suffix(60).joined(separator: "\n")
    #expect(process.terminationStatus == 0, "\(failed)", sourceLocation: location)
  }

  @Test func everyRoleTeamAndScopeMayDoWhatIsTheirsAndNothingElse() throws {
    try holds("attacks.py", "--only", "access")
  }

  @Test func brokenDoubledAndSlowRequestsHinderNobody() throws {
    try holds("attacks.py", "--only", "wire,slow")
  }

  @Test func fromElsewherePeopleComeByTLSOrAKnownProxy() throws {
    try holds("attacks.py", "--only", "tls")
  }

  @Test func whatCustomersAndUsersWriteStaysText() throws {
    try holds("attacks.py", "--only", "text")
  }

  @Test func peopleAnswerApproveHoldAndEndIncidentsAtADeskAndOnAPhone() throws {
    try holds("browser.py", "--only", "desktop,phone")
  }

  @Test func itWorksWithoutScriptsByKeyboardAndWithASecondFactor() throws {
    try holds("browser.py", "--only", "plain,keyboard,tabs,account")
  }

  /// With `REPLYD_PICTURES=FOLDER`, pictures of all pages are left there.
  @Test func everyPageIsLegibleLabelledAndInOrder() throws {
    let folder = ProcessInfo.processInfo.environment["REPLYD_PICTURES"] ?? ""
    try holds("browser.py", "--only", "pages", "--pictures", folder)
  }

  @Test func theAPIIsAsItsDescriptionSays() throws { try holds("openapi.sh") }
}
