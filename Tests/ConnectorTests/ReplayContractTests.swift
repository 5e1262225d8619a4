import PluginTesting
import Testing

/// The connectors' contract, as far as a recording can show it.
@Suite struct ReplayContractTests {
  private static let reasons: Set<String> = [
    "there is no network that could fail", "there are no credentials",
    "a recording is played from its beginning", "shuffled pages: the platform has no such pages",
    "overlapping pages: the platform has no such pages",
    "late messages: nothing is put between the lines of a recording",
    "a post that answers nothing: a recording has only answers of the brand's",
  ]

  @Test(arguments: ConnectorCase.all) func isKept(promise: ConnectorCase) async throws {
    let outcome = await promise.run(on: try ReplayContractDriver())
    print(outcome)
    #expect(outcome.violations == [])
    #expect(Set(outcome.notShown).subtracting(Self.reasons) == [])
  }
}
