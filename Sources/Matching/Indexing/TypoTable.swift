import TextAnalysis

/// Finds the word that a misspelt one was to be: known words that differ by a letter too much, too
/// few or wrong, or by two that changed places. Words are compared by what is left of them without
/// one letter (Garbe, "Symmetric Delete Spelling Correction", 2012).
struct TypoTable: Sendable {
  /// Shorter words are too much alike, and what is longer is no word: each costs the square of its
  /// length.
  private static let lengths = 5...40

  /// By what is left of a known word: the word's stem.
  private var stems: [UInt32: UInt32] = [:]

  /// Takes in a word that the index knows.
  mutating func add(_ word: ArraySlice<UInt8>, stem: UInt32) {
    guard Self.lengths.contains(word.count) else { return }
    stems[QuestionTerms.key(ofWord: word)] = stem
    for left in Self.deletions(word) where stems[left] == nil { stems[left] = stem }
  }

  /// The stem of the known word that this unknown one is a misspelling of; nil if none is.
  func stem(near word: ArraySlice<UInt8>) -> UInt32? {
    guard Self.lengths.contains(word.count) else { return nil }
    if let stem = stems[QuestionTerms.key(ofWord: word)] { return stem }
    return Self.deletions(word).lazy.compactMap { stems[$0] }.first
  }

  /// First letters are seldom wrong, so each begins with the word's.
  private static func deletions(_ word: ArraySlice<UInt8>) -> [UInt32] {
    word.indices.dropFirst().map { left in
      QuestionTerms.key(ofWord: word[..<left] + word[(left + 1)...])
    }
  }
}
