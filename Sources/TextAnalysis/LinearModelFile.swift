public import Foundation

/// The file form of a `LinearModel`, little-endian and without padding:
///
/// | bytes | what |
/// |---|---|
/// | 8 | magic `replydLM` |
/// | 2 | version, 1 |
/// | 1, 1 | bits, class count |
/// | 4 | `HashedFeatures.recipe` |
/// | 4 | temperature, Float32 |
/// | 8 | FNV-1a (64 bits) of all that follows |
/// | per class | scale and bias (Float32), length of the name (1), name (UTF-8) |
/// | 2^bits × classes | weights, Int8, bucket after bucket |
extension LinearModel {
  static let magic = Array("replydLM".utf8)
  static let fileVersion: UInt16 = 1

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
    let classCount = Int(try reader.integer(1))
    let recipe = UInt32(truncatingIfNeeded: try reader.integer(4))
    guard recipe == HashedFeatures.recipe else { throw .otherFeatures(recipe: recipe) }
    temperature = try reader.float()
    let checksum = try reader.integer(8)
    guard HashedFeatures.bitsRange.contains(bits) else { throw .badHeader("bits \(bits)") }
    guard Self.classRange.contains(classCount) else {
      throw .badHeader("\(classCount) classes")
    }
    guard temperature.isFinite, temperature > 0 else { throw .badHeader("temperature") }
    let bodyStart = reader.position
    var classes: [String] = []
    var (scales, biases): ([Float], [Float]) = ([], [])
    for _ in 0..<classCount {
      scales.append(try reader.float())
      biases.append(try reader.float())
      classes.append(try reader.string(length: Int(try reader.integer(1))))
    }
    let expected = reader.position + classCount << bits
    guard fileBytes.count == expected else {
      throw .wrongLength(expected: expected, found: fileBytes.count)
    }
    guard Self.checksum(fileBytes[bodyStart...]) == checksum else { throw .checksumMismatch }
    guard (scales + biases).allSatisfy(\.isFinite) else { throw .badHeader("scales") }
    weights = fileBytes[reader.position...].map { Int8(bitPattern: $0) }
    (self.classes, self.scales, self.biases) = (classes, scales, biases)
  }

  /// The model as file bytes; equal models give equal bytes.
  public func serialized() -> [UInt8] {
    var body: [UInt8] = []
    body.reserveCapacity(weights.count + 256)
    for index in classes.indices {
      body.append(littleEndian: scales[index].bitPattern)
      body.append(littleEndian: biases[index].bitPattern)
      let name = classes[index].utf8.prefix(255)
      body.append(UInt8(name.count))
      body.append(contentsOf: name)
    }
    body.append(contentsOf: weights.lazy.map { UInt8(bitPattern: $0) })
    var file = Self.magic
    file.append(littleEndian: Self.fileVersion)
    file.append(UInt8(bits))
    file.append(UInt8(classes.count))
    file.append(littleEndian: HashedFeatures.recipe)
    file.append(littleEndian: temperature.bitPattern)
    file.append(littleEndian: Self.checksum(body[...]))
    return file + body
  }

  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
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
}
