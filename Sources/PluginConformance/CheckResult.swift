/// What one check of a plugin found.
public struct CheckResult: Sendable {
  /// The promise, in a few words.
  public let title: String
  /// Each in a sentence that says what to mend; none is good.
  public let problems: [String]
  /// A figure worth showing.
  public let note: String?
  /// Why it could not be looked at; that is neither good nor bad.
  public let skipped: String?

  public init(
    _ title: String, problems: [String] = [], note: String? = nil, skipped: String? = nil
  ) {
    self.title = title
    self.problems = problems
    self.note = note
    self.skipped = skipped
  }

  public var isFine: Bool { problems.isEmpty }
}
