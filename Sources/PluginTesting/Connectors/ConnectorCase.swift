/// One promise that every connector has to keep, and how it is tried.
public struct ConnectorCase: Sendable, CustomStringConvertible {
  /// The promise, as a sentence.
  public let name: String
  private let body: @Sendable (inout CaseRun) async throws -> Void

  init(_ name: String, _ body: @escaping @Sendable (inout CaseRun) async throws -> Void) {
    self.name = name
    self.body = body
  }

  public var description: String { name }

  /// Tries it, on a platform that may hold whatever earlier cases left there.
  public func run(on driver: any ConnectorDriver) async -> CaseOutcome {
    var run = CaseRun(driver)
    do {
      try await driver.heal()
      try await body(&run)
    } catch let limit as CannotShow {
      run.notShown.append(limit.description)
    } catch {
      run.note("stopped by an error: \(error)")
    }
    do { try await driver.heal() } catch { run.note("the driver does not heal: \(error)") }
    return await run.outcome(of: name)
  }

  /// The whole suite.
  public static let all: [ConnectorCase] =
    reading + restarts + cursors + changes + posting + failures + throttling + credentials
    + visibility + authors + lengths
}

/// What came of one case.
public struct CaseOutcome: Sendable, CustomStringConvertible {
  public let name: String
  /// One sentence each; none is good.
  public let violations: [String]
  /// What this platform, or its server in the test, cannot show, and why. A case that has nothing
  /// else to say was not tried as a whole.
  public let notShown: [String]

  public var description: String {
    let verdict = violations.isEmpty ? "kept" : "BROKEN"
    let lines = violations.map { "  - \($0)" } + notShown.map { "  - not shown: \($0)" }
    return (["\(verdict): \(name)"] + lines).joined(separator: "\n")
  }
}
