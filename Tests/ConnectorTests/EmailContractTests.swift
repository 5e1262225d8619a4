import PluginTesting
import TestSupport
import Testing

/// The connectors' contract, on real Postfix and Dovecot.
@Suite(.serialized, .timeLimit(.minutes(20)))
struct EmailContractTests {
  /// What mail, or these servers, cannot show.
  private static let limits = [
    "UIDs have an order, and a server cannot give a page of its own making",
    "a server numbers mail in the order in which it arrives", "messages cannot be edited",
    "messages cannot be deleted", "the platform knows no keys", "all mail is private",
    "no web server stands before a mail server", "mail servers do not say how long to wait",
    "passwords do not expire by themselves",
  ]

  /// One pair of servers for all cases.
  private static let driver = Task { try await EmailContractDriver() }

  @Test(arguments: ConnectorCase.all) func isKept(promise: ConnectorCase) async throws {
    if let missing = MailServer.missing { return print("NOT RUN: real mail: \(missing)") }
    let outcome = await promise.run(on: try await Self.driver.value)
    print(outcome)
    #expect(outcome.violations == [])
    #expect(outcome.notShown.allSatisfy { line in Self.limits.contains(where: line.hasSuffix) })
  }
}
