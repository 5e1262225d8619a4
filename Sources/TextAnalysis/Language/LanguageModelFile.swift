public import Foundation

/// The file form of a `LanguageModel`, little-endian and without padding:
///
/// | bytes | what |
/// |---|---|
/// | 8 | magic `replydLG` |
/// | 2 | version, 1 |
/// | 1, 1, 1 | bits, longest run, table count |
/// | 4 | temperature, Float32 |
/// | 8 | FNV-1a (64 bits) of all that follows |
/// | 4, … | length of the card, card (JSON, UTF-8) |
/// | per table | script (1), scale (Float32), language count (1) |
/// | — per language | length of the code (1), code (UTF-8) |
/// | — 2^bits × languages | weights, Int8, bucket after bucket |
extension LanguageModel {
  static let magic = Array("replydLG".utf8)
  static let fileVersion: UInt16 = 1
  private static let languageRange = 2...64

  public init(data: Data) throws(ModelError) {
    try self.init(fileBytes: [UInt8](data))
  }

  /// Reads a model from memory, which is copied.
  public init(bytes: UnsafeRawBufferPointer) throws(ModelError) {
    try self.init(fileBytes: [UInt8](bytes))
  }

  public init(fileBytes: [UInt8]) throws(ModelError) {
    var reader = ByteReader(fileBytes)
    guard fileBytes.starts(with: Self.magic) else { throw .notAModel }
    try reader.skip(Self.magic.count)
    let version = UInt16(truncatingIfNeeded: try reader.integer(2))
    guard version == Self.fileVersion else { throw .unknownVersion(Int(version)) }
    bits = Int(try reader.integer(1))
    longestRun = Int(try reader.integer(1))
    let count = Int(try reader.integer(1))
    temperature = try reader.float()
    let checksum = try reader.integer(8)
    guard HashedFeatures.bitsRange.contains(bits) else { throw .badHeader("bits \(bits)") }
    guard (1...8).contains(longestRun) else { throw .badHeader("runs of \(longestRun)") }
    guard temperature.isFinite, temperature > 0 else { throw .badHeader("temperature") }
    guard FeatureHash.checksum(fileBytes[reader.position...]) == checksum else {
      throw .checksumMismatch
    }
    card = try reader.string(length: Int(try reader.integer(4)))
    var tables: [Table] = []
    for _ in 0..<count {
      let script = Int(try reader.integer(1))
      guard Script.shared.contains(where: { $0.rawValue == script }) else {
        throw .badHeader("script \(script)")
      }
      let scale = try reader.float()
      guard scale.isFinite else { throw .badHeader("scale") }
      let languages = Int(try reader.integer(1))
      guard Self.languageRange.contains(languages) else {
        throw .badHeader("\(languages) languages")
      }
      var codes: [String] = []
      for _ in 0..<languages {
        codes.append(try reader.string(length: Int(try reader.integer(1))))
      }
      let start = reader.position
      try reader.skip(languages << bits)
      tables.append(
        Table(
          script: script, codes: codes,
          weights: fileBytes[start..<reader.position].map { Int8(bitPattern: $0) }, scale: scale))
    }
    guard reader.position == fileBytes.count else {
      throw .wrongLength(expected: reader.position, found: fileBytes.count)
    }
    self.tables = tables
  }

  /// The model as file bytes; equal models give equal bytes.
  public func serialized() -> [UInt8] {
    var body: [UInt8] = []
    body.append(littleEndian: UInt32(card.utf8.count))
    body.append(contentsOf: card.utf8)
    for table in tables {
      body.append(UInt8(table.script))
      body.append(littleEndian: table.scale.bitPattern)
      body.append(UInt8(table.codes.count))
      for code in table.codes { body.append(short: code) }
      body.append(contentsOf: table.weights.lazy.map { UInt8(bitPattern: $0) })
    }
    var file = Self.magic
    file.append(littleEndian: Self.fileVersion)
    file += [UInt8(bits), UInt8(longestRun), UInt8(tables.count)]
    file.append(littleEndian: temperature.bitPattern)
    file.append(littleEndian: FeatureHash.checksum(body[...]))
    return file + body
  }
}
