/// Which words turn the meaning of those that follow, and for how long.
enum Negation {
  /// How many words after a negation are in its scope, unless a clause ends before.
  static let scope = 5

  private static let words: Set<[UInt8]> = Set(
    [
      "no", "not", "never", "none", "nothing", "nobody", "nowhere", "neither", "nor",
      "without", "hardly", "barely", "cannot", "cant", "dont", "doesnt", "didnt", "wont",
      "wouldnt", "isnt", "wasnt", "arent", "werent", "couldnt", "shouldnt", "havent", "hasnt",
      "hadnt", "aint",
    ].map { Array($0.utf8) })

  /// Whether the word in `bytes` negates: on the list, or ending in "n't".
  static func begins(_ range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let (start, end) = (range.lowerBound, range.upperBound)
    guard end - start >= 2, end - start <= 8 else { return false }
    if bytes[end - 1] == UInt8(ascii: "t"), bytes[end - 2] == UInt8(ascii: "'") { return true }
    switch bytes[start] {
    case UInt8(ascii: "n"), UInt8(ascii: "w"), UInt8(ascii: "h"), UInt8(ascii: "b"),
      UInt8(ascii: "c"), UInt8(ascii: "d"), UInt8(ascii: "i"), UInt8(ascii: "a"),
      UInt8(ascii: "s"):
      return key(bytes, range).map { keys.contains($0) } ?? false
    default: return false
    }
  }

  private static let keys: Set<UInt64> = Set(
    words.compactMap { word in
      word.withUnsafeBufferPointer { key($0, 0..<word.count) }
    })

  /// A word of at most eight bytes as one integer.
  private static func key(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt64? {
    guard range.count <= 8 else { return nil }
    return range.reduce(0) { $0 << 8 | UInt64(bytes[$1]) }
  }
}
