public import Foundation

/// The file form of a `LinearModel`, little-endian and without padding:
///
/// | bytes | what |
/// |---|---|
/// | 8 | magic `replydLM` |
/// | 2 | version, 2 |
/// | 1, 1 | bits, head count |
/// | 4 | `HashedFeatures.recipe` |
/// | 8 | FNV-1a (64 bits) of all that follows |
/// | per head | length of the name (1), name (UTF-8), temperature (Float32), class count (1) |
/// | — per class | scale and bias (Float32), length of the name (1), name (UTF-8) |
/// | 4, … | length of the card, card (JSON, UTF-8) |
/// | 2^bits × classes | weights, Int8, bucket after bucket |
extension LinearModel {
  static let magic = Array("replydLM".utf8)
  static let fileVersion: UInt16 = 2
  private static let headRange = 1...8

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
    let headCount = Int(try reader.integer(1))
    let recipe = UInt32(truncatingIfNeeded: try reader.integer(4))
    guard recipe == HashedFeatures.recipe else { throw .otherFeatures(recipe: recipe) }
    let checksum = try reader.integer(8)
    guard HashedFeatures.bitsRange.contains(bits) else { throw .badHeader("bits \(bits)") }
    guard Self.headRange.contains(headCount) else { throw .badHeader("\(headCount) heads") }
    guard FeatureHash.checksum(fileBytes[reader.position...]) == checksum else {
      throw .checksumMismatch
    }
    var heads: [Head] = []
    var (scales, biases): ([Float], [Float]) = ([], [])
    for _ in 0..<headCount {
      let name = try reader.string(length: Int(try reader.integer(1)))
      let temperature = try reader.float()
      guard temperature.isFinite, temperature > 0 else { throw .badHeader("temperature") }
      let classCount = Int(try reader.integer(1))
      guard classCount >= 2 else { throw .badHeader("\(classCount) classes") }
      var classes: [String] = []
      for _ in 0..<classCount {
        scales.append(try reader.float())
        biases.append(try reader.float())
        classes.append(try reader.string(length: Int(try reader.integer(1))))
      }
      heads.append(Head(name: name, classes: classes, temperature: temperature))
    }
    guard Self.columnRange.contains(biases.count) else {
      throw .badHeader("\(biases.count) classes")
    }
    guard (scales + biases).allSatisfy(\.isFinite) else { throw .badHeader("scales") }
    card = try reader.string(length: Int(try reader.integer(4)))
    let expected = reader.position + biases.count << bits
    guard fileBytes.count == expected else {
      throw .wrongLength(expected: expected, found: fileBytes.count)
    }
    weights = fileBytes[reader.position...].map { Int8(bitPattern: $0) }
    (self.heads, self.scales, self.biases) = (heads, scales, biases)
  }

  /// The model as file bytes; equal models give equal bytes.
  public func serialized() -> [UInt8] {
    var body: [UInt8] = []
    body.reserveCapacity(weights.count + card.utf8.count + 256)
    var column = 0
    for head in heads {
      body.append(short: head.name)
      body.append(littleEndian: head.temperature.bitPattern)
      body.append(UInt8(head.classes.count))
      for name in head.classes {
        body.append(littleEndian: scales[column].bitPattern)
        body.append(littleEndian: biases[column].bitPattern)
        body.append(short: name)
        column += 1
      }
    }
    body.append(littleEndian: UInt32(card.utf8.count))
    body.append(contentsOf: card.utf8)
    body.append(contentsOf: weights.lazy.map { UInt8(bitPattern: $0) })
    var file = Self.magic
    file.append(littleEndian: Self.fileVersion)
    file.append(UInt8(bits))
    file.append(UInt8(heads.count))
    file.append(littleEndian: HashedFeatures.recipe)
    file.append(littleEndian: FeatureHash.checksum(body[...]))
    return file + body
  }
}

extension FeatureHash {
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.withUnsafeBufferPointer { bytes in
      var hash = FeatureHash.word
      for byte in bytes { hash.add(byte) }
      return hash.state
    }
  }
}

extension [UInt8] {
  mutating func append(littleEndian value: some FixedWidthInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// A name of at most 255 bytes after its length.
  mutating func append(short name: String) {
    let bytes = name.utf8.prefix(255)
    append(UInt8(bytes.count))
    append(contentsOf: bytes)
  }
}
