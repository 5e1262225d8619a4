/// The words of a text as small letters, by script; addresses, handles and all signs left out. At
/// most `letterLimit` letters are kept: more say nothing new about the language.
package struct LetterWords: Sendable {
  package static let letterLimit = 300
  /// Letters read in all, also of words that are skipped.
  private static let readLimit = 4 * 1024

  /// One word after another; the script of a word is its first letter's.
  package private(set) var letters: [UInt32] = []
  package private(set) var words: [(script: Script, range: Range<Int>)] = []
  /// By `Script.rawValue`.
  package private(set) var counts = [Int](repeating: 0, count: Script.allCases.count)

  package init(_ text: String) {
    letters.reserveCapacity(Self.letterLimit)
    var text = text
    text.withUTF8 { input in
      let length = TextNormalizer.prefixLength(of: input, limit: Self.readLimit)
      read(UnsafeBufferPointer(rebasing: input[..<length]))
    }
  }

  private mutating func read(_ input: UnsafeBufferPointer<UInt8>) {
    var start = 0
    var script: Script?
    var position = 0
    while position < input.count, letters.count < Self.letterLimit {
      let byte = input[position]
      if script == nil, let end = Self.skipped(byte, input, position) {
        position = end
        continue
      }
      let (scalar, width) =
        byte < 0x80 ? (UInt32(byte), 1) : UTF8Scalar.decode(input, at: position)
      position += width
      // A combining accent or an apostrophe does not end a word.
      if (0x300...0x36F).contains(scalar) { continue }
      let found = Script.of(scalar)
      if found == nil || found != script {
        end(script, from: start)
        (script, start) = (found, letters.count)
      }
      if let found {
        letters.append(Script.lowercase(scalar))
        counts[found.rawValue] += 1
      }
    }
    end(script, from: start)
  }

  private mutating func end(_ script: Script?, from start: Int) {
    if let script, letters.count > start { words.append((script, start..<letters.count)) }
  }

  /// Where an address or a handle that begins here ends.
  private static func skipped(
    _ byte: UInt8, _ input: UnsafeBufferPointer<UInt8>, _ position: Int
  ) -> Int? {
    switch byte {
    case UInt8(ascii: "@"): TextPattern.handleEnd(in: input, from: position + 1)
    case UInt8(ascii: "h"), UInt8(ascii: "H"), UInt8(ascii: "w"), UInt8(ascii: "W"):
      TextPattern.urlEnd(first: byte, in: input, next: position + 1)
    default: nil
    }
  }

  /// Calls `use` with the hash of each run of one to `most` letters within a word and its ends, and
  /// with that of each whole word; returns how many there were.
  @inline(__always)
  package func grams(of script: Script, upTo most: Int, _ use: (UInt64) -> Void) -> Int {
    var count = 0
    letters.withUnsafeBufferPointer { letters in
      for word in words where word.script == script {
        var whole = FeatureHash.word
        for position in word.range { whole.add(letter: letters[position]) }
        use(whole.mixed)
        count += 1
        // One place before and one behind the word stand for its ends.
        for start in word.range.lowerBound - 1...word.range.upperBound {
          var hash = FeatureHash.characters
          for position in start..<min(start + most, word.range.upperBound + 1) {
            hash.add(letter: word.range.contains(position) ? letters[position] : 0x20)
            use(hash.mixed)
            count += 1
          }
        }
      }
    }
    return count
  }
}

extension FeatureHash {
  @inline(__always)
  mutating func add(letter: UInt32) {
    add(UInt8(truncatingIfNeeded: letter))
    add(UInt8(truncatingIfNeeded: letter >> 8))
    add(UInt8(truncatingIfNeeded: letter >> 16))
  }
}
