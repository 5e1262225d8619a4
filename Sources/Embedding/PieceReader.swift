/// The tokenizer alone, to compare it with others.
package struct PieceReader: Sendable {
  private let tokenizer: WordPieceTokenizer

  /// - Parameter vocabulary: the path of a `vocab.txt`.
  package init(vocabulary: String) throws(EncoderFailure) {
    tokenizer = WordPieceTokenizer(
      try Vocabulary(file: EncoderFile.read(vocabulary, limit: Vocabulary.fileSizeLimit)))
  }

  /// The numbers of a text's pieces, at most `limit`.
  package func pieces(of text: String, limit: Int) -> [Int64] {
    tokenizer.pieces(of: text, limit: limit)
  }
}
