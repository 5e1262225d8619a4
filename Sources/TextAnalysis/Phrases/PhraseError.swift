/// Why a list of phrases was refused.
public enum PhraseError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Nothing is left of the phrase once it is normalised, or it is too long.
  case unusablePhrase(String)
  case tooManyLetters(limit: Int)

  public var description: String {
    switch self {
    case .unusablePhrase(let phrase):
      "The phrase \"\(phrase.prefix(80))\" has no word or is too long; change it."
    case .tooManyLetters(let limit):
      "The phrases have more than \(limit) letters together; shorten the list."
    }
  }
}
