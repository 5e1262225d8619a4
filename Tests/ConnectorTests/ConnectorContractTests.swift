import PluginKit
import PluginTesting
import Testing

/// The suite has to notice what it is there to notice.
@Suite(.serialized) struct ConnectorContractTests {
  struct Pair: Sendable, CustomTestStringConvertible {
    let flaw: Flaw
    let promise: ConnectorCase
    var testDescription: String { "\(flaw): \(promise)" }
  }

  /// Each flaw with each case that has to notice it.
  static let pairs: [Pair] = Flaw.all.flatMap { flaw in
    ConnectorCase.all.filter { promise in
      flaw.noticedBy.contains { promise.name.contains($0) }
    }.map { Pair(flaw: flaw, promise: $0) }
  }

  @Test(arguments: pairs) func isNoticed(pair: Pair) async throws {
    let driver = FlawedDriver(inner: try MastodonContractDriver(), flaw: pair.flaw)
    #expect(await pair.promise.run(on: driver).violations != [])
  }

  @Test func eachPartOfAFlawNamesACase() {
    for part in Flaw.all.flatMap(\.noticedBy) {
      #expect(ConnectorCase.all.contains { $0.name.contains(part) }, "no case for \(part)")
    }
  }

  @Test func eachCaseNoticesSomething() {
    let names = Set(Self.pairs.map(\.promise.name))
    #expect(Set(ConnectorCase.all.map(\.name)).subtracting(names) == [])
  }
}

/// A good driver whose connectors have one flaw.
struct FlawedDriver: ConnectorDriver {
  let inner: any ConnectorDriver
  let flaw: Flaw

  func makeConnector() async throws -> any Connector {
    FlawedConnector(inner: try await inner.makeConnector(), flaw: flaw)
  }
  func publish(_ incoming: [Incoming]) async throws -> [String] {
    try await inner.publish(incoming)
  }
  func edit(_ remote: String, to text: String) async throws {
    try await inner.edit(remote, to: text)
  }
  func delete(_ remote: String) async throws { try await inner.delete(remote) }
  func posts() async throws -> [PlatformPost] { try await inner.posts() }
  func publishAsOurselves(_ text: String, to remote: String?) async throws -> String {
    try await inner.publishAsOurselves(text, to: remote)
  }
  func pass(_ duration: Duration) async throws { try await inner.pass(duration) }
  func fail(_ exchange: Exchange, with fault: Fault, skipping skipped: Int) async throws {
    try await inner.fail(exchange, with: fault, skipping: skipped)
  }
  func heal() async throws { try await inner.heal() }
  func disturb(_ disorder: PageDisorder) async throws { try await inner.disturb(disorder) }
  func spoilCredentials(_ how: SpoiltCredentials) async throws {
    // Mastodon's tokens do not expire; what this suite does about it is the same.
    try await inner.spoilCredentials(.revoked)
  }
  func restoreCredentials() async throws { try await inner.restoreCredentials() }
  func foreignCursors() async throws -> [Cursor] { try await inner.foreignCursors() }
}
