/// One text per language.
public struct LanguageTexts: Sendable, Hashable {
  private let texts: [String: String]

  /// Languages are BCP 47 codes in any case; of two texts for one, the first counts.
  public init(_ texts: [(id: String, value: String)] = []) {
    self.texts = Dictionary(
      texts.map { ($0.id.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// The text for `de-AT`, else the one for `de`.
  public subscript(language: String) -> String? {
    let code = language.lowercased()
    return texts[code] ?? code.split(separator: "-").first.flatMap { texts[String($0)] }
  }

  /// Language and text, sorted by language.
  var all: [(language: String, text: String)] {
    texts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }
}
