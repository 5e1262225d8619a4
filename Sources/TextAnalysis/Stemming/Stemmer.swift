import CStemmer

/// Snowball stems of one language (libstemmer; https://snowballstem.org). Not for two threads at
/// once: make one where it is needed, that costs about as much as stemming a word.
package struct Stemmer: ~Copyable {
  private let stemmer: OpaquePointer?

  /// - Parameter language: the primary subtag of a BCP 47 code; words of languages that Snowball
  ///   does not know stay as they are.
  package init(language: String) {
    stemmer = sb_stemmer_new(language, "UTF_8")
  }

  deinit { if let stemmer { sb_stemmer_delete(stemmer) } }

  /// Calls `body` with the stem of one word in lower case.
  package func stem<Result>(
    _ word: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    guard let stemmer, let start = word.baseAddress,
      let stem = sb_stemmer_stem(stemmer, start, Int32(word.count))
    else { return body(word) }
    return body(UnsafeBufferPointer(start: stem, count: Int(sb_stemmer_length(stemmer))))
  }
}
