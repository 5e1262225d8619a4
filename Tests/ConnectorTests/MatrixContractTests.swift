import PluginTesting
import Testing

extension MatrixServerTests {
  /// The connectors' contract, on a real Synapse behind a proxy that fails.
  @Suite struct Contract {
    /// What Synapse cannot show, by case.
    private static let notShown = [
      "of 10,000 messages none is missing and none comes as another, however the pages come": [
        "shuffled pages: Synapse's pages come as they should",
        "overlapping pages: Synapse's pages come as they should",
        "late messages: a server without others shows events in the order in which it took them",
      ],
      "expired credentials are told as that, and nothing is lost until the repair": [
        "Synapse lets no token expire within a test"
      ],
    ]

    private static let isBulk: @Sendable (ConnectorCase) -> Bool = { $0.name.contains("10,000") }

    @Test(arguments: ConnectorCase.all.filter { !isBulk($0) })
    func isKept(promise: ConnectorCase) async throws { try await run(promise) }

    /// Synapse takes minutes for so many.
    @Test(arguments: ConnectorCase.all.filter(isBulk))
    func isKeptInBulk(promise: ConnectorCase) async throws { try await run(promise) }

    private func run(_ promise: ConnectorCase) async throws {
      let outcome = await promise.run(on: try await MatrixContractDriver())
      print(outcome)
      #expect(outcome.violations == [])
      #expect(outcome.notShown == Self.notShown[promise.name] ?? [])
    }
  }
}
