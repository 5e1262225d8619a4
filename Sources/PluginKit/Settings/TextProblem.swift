/// What is wrong with one text of a config, or with a line of a file that it names, in words for
/// the operator: what was expected, what was found.
public struct TextProblem: Error, Sendable, Hashable, CustomStringConvertible {
  public var message: String
  /// 1-based, in a file; a single text has one.
  public var line: Int

  public init(_ message: String, line: Int = 1) {
    self.message = message
    self.line = line
  }

  public var description: String { message }
}
