import Testing

@testable import Embedding

@Suite struct WordPieceTokenizerTests {
  private static let known: [String] = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "where", "is", "my", "or", "order", "##der", "##s", "re",
    "##fund", "cafe", "?", ".", "'", "漢", "字", "strasse", "i", "##x", "x",
  ]
  /// Filled up to what counts as a vocabulary.
  private static let file: [UInt8] = Array(
    (known + (0..<100).map { "[unused\($0)]" }).joined(separator: "\n").utf8)

  private let tokenizer: WordPieceTokenizer

  init() throws { tokenizer = WordPieceTokenizer(try Vocabulary(file: Self.file)) }

  private func pieces(of text: String, limit: Int = 256) -> [String] {
    tokenizer.pieces(of: text, limit: limit).map { Self.known[Int($0)] }
  }

  @Test(arguments: [
    ("Where is my order?", ["where", "is", "my", "order", "?"]),
    // The longest piece first, also where a shorter one would go on.
    ("orders", ["order", "##s"]), ("refunds", ["re", "##fund", "##s"]),
    // One unknown place makes the whole word unknown.
    ("orderz is", ["[UNK]", "is"]),
    // Accents, in one character or two.
    ("Café CAFE\u{301}", ["cafe", "cafe"]),
    ("my\u{0}or\u{200B}der\u{FFFD}", ["[UNK]"]), ("or\u{0}der", ["order"]),
    ("is\u{A0}my\u{3000}order\t\r\n.", ["is", "my", "order", "."]),
    ("is漢字my", ["is", "漢", "字", "my"]),
    ("my.order'?", ["my", ".", "order", "'", "?"]),
    // What looks like a special piece is not one.
    ("[SEP]", ["[UNK]", "[UNK]", "[UNK]"]), ("", []), (" \n", []),
  ])
  func aTextIsCutAsBERTCutsIt(_ text: String, _ expected: [String]) {
    #expect(pieces(of: text) == ["[CLS]"] + expected + ["[SEP]"])
  }

  @Test func aWordOfMoreThanAHundredCharactersIsUnknown() {
    #expect(pieces(of: String(repeating: "x", count: 100)).count == 102)
    #expect(pieces(of: String(repeating: "x", count: 101)) == ["[CLS]", "[UNK]", "[SEP]"])
    #expect(pieces(of: String(repeating: "é", count: 65_536)) == ["[CLS]", "[UNK]", "[SEP]"])
  }

  @Test(arguments: [2, 3, 8, 256])
  func noMorePiecesThanTheLimitAreRead(_ limit: Int) {
    let cut = pieces(of: String(repeating: "my orders ", count: 6_554), limit: limit)
    #expect(cut.count == limit)
    #expect(cut.first == "[CLS]" && cut.last == "[SEP]")
  }

  @Test(arguments: [
    "", "one\ntwo\n", (0..<200).map { "piece\($0)" }.joined(separator: "\n"),
    "[PAD]\n[UNK]\n[CLS]\n" + (0..<200).map { "piece\($0)" }.joined(separator: "\n"),
  ])
  func whatIsNoVocabularyIsRefused(_ text: String) {
    #expect(throws: EncoderFailure.self) { try Vocabulary(file: Array(text.utf8)) }
  }

  @Test func linesMayEndAsOnWindows() throws {
    let text = String(decoding: Self.file, as: UTF8.self).replacing("\n", with: "\r\n") + "\r\n"
    let other = WordPieceTokenizer(try Vocabulary(file: Array(text.utf8)))
    #expect(other.pieces(of: "my order", limit: 9) == tokenizer.pieces(of: "my order", limit: 9))
  }
}
