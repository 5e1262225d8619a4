import Testing

/// The house rules over this repository. A failure names the place and what to write instead.
@Suite struct HouseRuleTests {
  /// Read and blanked once for all rules.
  private static let tree = Result {
    let repository = try Repository.here()
    return (repository, try repository.sources(below: ["Sources", "Plugins", "Tests"]))
  }

  private let repository: Repository
  private let sources: [SwiftSource]

  init() throws { (repository, sources) = try Self.tree.get() }

  private func check(
    below folders: [String], _ rule: (SwiftSource) -> [Violation],
    at location: SourceLocation = #_sourceLocation
  ) throws {
    let checked = sources.filter { source in
      folders.contains { source.path.hasPrefix($0 + "/") }
    }
    try #require(!checked.isEmpty, "no Swift file below \(folders)", sourceLocation: location)
    report(checked.flatMap(rule), at: location)
  }

  private func report(_ violations: [Violation], at location: SourceLocation = #_sourceLocation) {
    for violation in violations {
      Issue.record(Comment(rawValue: violation.description), sourceLocation: location)
    }
  }

  private let shipped = ["Sources", "Plugins"]
  private let all = ["Sources", "Plugins", "Tests"]

  @Test func importsPointOneWay() throws { try check(below: shipped, Rules.imports) }
  @Test func timeIsTheOnlyClock() throws { try check(below: shipped, Rules.clock) }
  @Test func onlyCommandsPrint() throws { try check(below: shipped, Rules.printing) }
  @Test func nothingTrapsUnproven() throws { try check(below: all, Rules.unsafe) }
  @Test func noErrorIsSwallowed() throws { try check(below: all, Rules.swallowing) }
  @Test func nothingBannedIsUsed() throws { try check(below: shipped, Rules.banned) }
  @Test func filesAndLinesAreShort() throws { try check(below: shipped, Rules.size) }
  @Test func functionsFitAScreen() throws { try check(below: all, Rules.functions) }
  @Test func typeNamesSayWhatTheyAre() throws { try check(below: shipped, Rules.typeNames) }
  @Test func noMachinePathIsNamed() throws { report(try TreeRules.machinePaths(repository)) }
  @Test func everySampleIsTrue() throws { report(try TreeRules.pluginReadmes(repository)) }
  @Test func everyPluginIsInTheCatalog() throws { report(try TreeRules.catalog(repository)) }
}
