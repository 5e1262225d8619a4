import PluginKit
import PluginTesting
import Testing

/// The connectors' contract, on the strict server of `Tests/Servers/LoopbackMastodon`.
@Suite(.serialized) struct MastodonContractTests {
  /// What Mastodon cannot show, by case.
  private static let notShown = [
    "expired credentials are told as that, and nothing is lost until the repair": [
      "Mastodon's tokens do not expire by themselves"
    ]
  ]

  @Test(arguments: ConnectorCase.all) func isKept(promise: ConnectorCase) async throws {
    let driver = try MastodonContractDriver()
    let outcome = await promise.run(on: driver)
    print(outcome)
    #expect(outcome.violations == [])
    #expect(outcome.notShown == Self.notShown[promise.name] ?? [])
    // A token that was revoked is used until the connector is told.
    let expected = promise.name.contains("revoked") ? "invalidToken" : nil
    let objections = try await driver.objections().filter { $0["kind"]?.string != expected }
    #expect(objections == [])
  }
}
