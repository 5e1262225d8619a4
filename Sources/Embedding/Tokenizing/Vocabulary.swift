/// The pieces that an encoder knows, by their bytes; a piece's number is its line in the file.
///
/// All bytes lie in one array and are found through a hash table with open addressing: thirty
/// thousand strings in a dictionary would cost ten times as much memory.
struct Vocabulary: Sendable {
  /// A larger file is none.
  static let fileSizeLimit = 16 << 20
  private static let fewest = 100

  let (unknown, start, end, padding): (Int64, Int64, Int64, Int64)
  /// In bytes, without the mark of pieces that go on a word.
  let longest: Int
  private let bytes: [UInt8]
  /// Piece `n` is `bytes[ends[n - 1]..<ends[n]]`.
  private let ends: [UInt32]
  /// Piece numbers plus one; 0 is free. A power of two of them.
  private let table: [UInt32]

  /// - Parameter file: the content of a `vocab.txt`, one piece a line.
  init(file: [UInt8]) throws(EncoderFailure) {
    var (bytes, ends): ([UInt8], [UInt32]) = ([], [])
    bytes.reserveCapacity(file.count)
    for line in file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      bytes += line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      ends.append(UInt32(bytes.count))
    }
    // The last line has an end of its own.
    if file.last == UInt8(ascii: "\n") { ends.removeLast() }
    guard ends.count >= Self.fewest else { throw .vocabulary("it has too few lines") }
    var size = 1
    while size < ends.count * 2 { size *= 2 }
    var table = [UInt32](repeating: 0, count: size)
    var longest = 0
    for piece in ends.indices {
      let range = Self.range(of: piece, ends)
      var slot = Self.hash(bytes[range]) & (size - 1)
      while table[slot] != 0 { slot = (slot + 1) & (size - 1) }
      table[slot] = UInt32(piece + 1)
      longest = max(longest, range.count)
    }
    (self.bytes, self.ends, self.table, self.longest) = (bytes, ends, table, longest)
    var special: [Int64] = []
    for name in ["[UNK]", "[CLS]", "[SEP]", "[PAD]"] {
      let found = Self.number(of: Array(name.utf8)[...], goesOn: false, bytes, ends, table)
      guard let found else { throw .vocabulary("it has no piece \"\(name)\"") }
      special.append(found)
    }
    (unknown, start, end, padding) = (special[0], special[1], special[2], special[3])
  }

  var count: Int { ends.count }

  /// The number of the piece that these bytes are; at a word's start, or where it `goesOn`.
  func number(of piece: ArraySlice<UInt8>, goesOn: Bool) -> Int64? {
    Self.number(of: piece, goesOn: goesOn, bytes, ends, table)
  }

  private static func number(
    of piece: ArraySlice<UInt8>, goesOn: Bool, _ bytes: [UInt8], _ ends: [UInt32],
    _ table: [UInt32]
  ) -> Int64? {
    let mark = goesOn ? 2 : 0
    var slot = hash(piece, goesOn: goesOn) & (table.count - 1)
    while table[slot] != 0 {
      let number = Int(table[slot]) - 1
      let range = range(of: number, ends)
      if range.count == piece.count + mark,
        bytes[range].prefix(mark).allSatisfy({ $0 == UInt8(ascii: "#") }),
        bytes[range].dropFirst(mark).elementsEqual(piece)
      {
        return Int64(number)
      }
      slot = (slot + 1) & (table.count - 1)
    }
    return nil
  }

  private static func range(of piece: Int, _ ends: [UInt32]) -> Range<Int> {
    (piece == 0 ? 0 : Int(ends[piece - 1]))..<Int(ends[piece])
  }

  /// FNV-1a of the piece, with its mark.
  private static func hash(_ bytes: ArraySlice<UInt8>, goesOn: Bool = false) -> Int {
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    if goesOn { for _ in 0..<2 { add(UInt8(ascii: "#")) } }
    for byte in bytes { add(byte) }
    return Int(truncatingIfNeeded: state ^ state >> 32)
  }
}
