import Foundation

/// BERT's uncased tokenizer: clean text, lower case, no accents; words split at white space,
/// punctuation and CJK ideographs; each word cut into the longest pieces of the vocabulary.
///
/// Source: `BasicTokenizer` and `WordpieceTokenizer` of google-research/bert, `tokenization.py`, as
/// Hugging Face's `tokenizers` computes them; `make embedding` compares. What looks like a special
/// piece in the text, `[SEP]`, is read as any other characters.
struct WordPieceTokenizer: Sendable {
  /// A longer word, in scalars, is one unknown piece.
  private static let wordLimit = 100

  private let vocabulary: Vocabulary

  init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// The numbers of the pieces, between those of start and end.
  ///
  /// - Parameter limit: on all of them; the rest of the text is not read.
  func pieces(of text: String, limit: Int) -> [Int64] {
    var reader = Reader(vocabulary: vocabulary, limit: limit - 1)
    var word: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars where !reader.isFull {
      if BertCharacters.isDropped(scalar) { continue }
      if BertCharacters.isWhitespace(scalar) {
        reader.read(&word)
      } else if BertCharacters.isIdeograph(scalar) {
        reader.read(&word)
        word.append(scalar)
        reader.read(&word)
      } else {
        word.append(scalar)
      }
    }
    reader.read(&word)
    return reader.pieces.prefix(limit - 1) + [vocabulary.end]
  }

  /// Cuts words into pieces.
  private struct Reader {
    let vocabulary: Vocabulary
    let limit: Int
    private(set) var pieces: [Int64]
    private var bytes: [UInt8] = []
    /// Scalars in `bytes`.
    private var length = 0

    init(vocabulary: Vocabulary, limit: Int) {
      self.vocabulary = vocabulary
      self.limit = limit
      pieces = [vocabulary.start]
    }

    var isFull: Bool { pieces.count >= limit }

    /// Takes what is between two places where words end, and empties it.
    mutating func read(_ word: inout [Unicode.Scalar]) {
      guard !word.isEmpty else { return }
      if word.allSatisfy(\.isASCII) {
        for scalar in word { add(scalar.properties.lowercaseMapping.unicodeScalars) }
      } else {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: word)
        for scalar in String(text).decomposedStringWithCanonicalMapping.unicodeScalars
        where !BertCharacters.isAccent(scalar) {
          add(scalar.properties.lowercaseMapping.unicodeScalars)
        }
      }
      endWord()
      word.removeAll(keepingCapacity: true)
    }

    private mutating func add(_ scalars: String.UnicodeScalarView) {
      for scalar in scalars {
        guard !isFull else { return }
        if BertCharacters.isPunctuation(scalar) {
          endWord()
          append(scalar)
          endWord()
        } else {
          append(scalar)
        }
      }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
      length += 1
      if length <= wordLimit { bytes.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
    }

    /// Greedy: the longest piece that the rest of the word begins with; if at one place there is
    /// none, the whole word is unknown.
    private mutating func endWord() {
      defer {
        bytes.removeAll(keepingCapacity: true)
        length = 0
      }
      guard length > 0 else { return }
      guard length <= wordLimit else { return pieces.append(vocabulary.unknown) }
      let first = pieces.count
      var start = 0
      while start < bytes.count {
        var end = min(bytes.count, start + vocabulary.longest)
        var found: Int64?
        while end > start, found == nil {
          found = vocabulary.number(of: bytes[start..<end], goesOn: start > 0)
          if found == nil { end -= 1 }
        }
        guard let found else {
          pieces.removeLast(pieces.count - first)
          return pieces.append(vocabulary.unknown)
        }
        pieces.append(found)
        start = end
      }
    }
  }
}
