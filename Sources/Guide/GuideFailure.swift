/// A guide that contradicts itself or cannot be checked, in words for the operator.
public enum GuideFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// A phrase without a word in it, or too many phrases.
  case unusablePhrases(String)
  /// A sign-off or disclosure that the guide itself refuses.
  case refusedClosing(String, reason: String)

  public var description: String {
    switch self {
    case .unusablePhrases(let why): "the guide's forbidden phrases cannot be used: \(why)"
    case .refusedClosing(let text, let reason):
      "the guide refuses its own sign-off or disclosure \"\(text)\" (\(reason)); change one of them"
    }
  }
}
