import Crypto
import Foundation
import PluginKit
import Synchronization

/// Vectors of texts that are asked for again at each start, in a file, by the hash of the text.
///
/// The file: `identity`, the records sorted by hash, and the SHA-256 of all that. One that is
/// damaged or of another encoder is made anew; one that cannot be written costs time at the next
/// start, and nothing else.
final class VectorCache: Sendable {
  /// Records; with more than these, those of other texts are dropped.
  private static let limit = 100_000
  private static let keySize = 16

  private let path: String
  private let identity: [UInt8]
  private let dimension: Int
  /// What could not be written; one reader and writer at a time.
  private let unwritten = Mutex<[Key: SentenceVector]>([:])

  init(path: String, identity: String, dimension: Int) {
    self.path = path
    self.identity = Array("replyd vectors 1 \(identity)\n".utf8)
    self.dimension = dimension
  }

  /// - Parameter compute: gets each text that is not known once.
  func vectors(
    of texts: [String], else compute: ([String]) throws -> [SentenceVector]
  ) throws -> [SentenceVector] {
    try unwritten.withLock { unwritten in
      let keys = texts.map { Key(Array(SHA256.hash(data: Array($0.utf8)).prefix(Self.keySize))) }
      var known = unwritten.isEmpty ? read() : unwritten
      var unknown: [Key: String] = [:]
      for (key, text) in zip(keys, texts) where known[key] == nil { unknown[key] = text }
      if !unknown.isEmpty {
        let missing = unknown.sorted { $0.key < $1.key }
        for (key, vector) in zip(missing.map(\.key), try compute(missing.map(\.value))) {
          known[key] = vector
        }
        if known.count > Self.limit {
          let used = Set(keys)
          known = known.filter { used.contains($0.key) }
        }
        unwritten = write(known) ? [:] : known
      }
      return keys.map { known[$0] ?? SentenceVector([]) }
    }
  }

  /// Tries again to write what could not be written.
  func writeAgain() {
    unwritten.withLock { unwritten in
      if !unwritten.isEmpty, write(unwritten) { unwritten = [:] }
    }
  }

  private struct Key: Hashable, Comparable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func < (left: Key, right: Key) -> Bool {
      left.bytes.lexicographicallyPrecedes(right.bytes)
    }
  }

  private var recordSize: Int { Self.keySize + dimension * MemoryLayout<Float>.size }

  private func read() -> [Key: SentenceVector] {
    let limit = identity.count + Self.limit * recordSize + SHA256.byteCount
    guard let file = try? EncoderFile.read(path, limit: limit),  // tidy: as if there were none
      file.count >= identity.count + SHA256.byteCount, file.starts(with: identity)
    else { return [:] }
    let end = file.count - SHA256.byteCount
    guard (end - identity.count).isMultiple(of: recordSize),
      SHA256.hash(data: file[..<end]).elementsEqual(file[end...])
    else { return [:] }
    var vectors: [Key: SentenceVector] = [:]
    vectors.reserveCapacity((end - identity.count) / recordSize)
    file.withUnsafeBytes { bytes in
      for start in stride(from: identity.count, to: end, by: recordSize) {
        let key = Key(Array(bytes[start..<start + Self.keySize]))
        let values = (0..<dimension).map { index in
          bytes.loadUnaligned(
            fromByteOffset: start + Self.keySize + index * MemoryLayout<Float>.size,
            as: Float.self)
        }
        vectors[key] = SentenceVector(values)
      }
    }
    return vectors
  }

  private func write(_ vectors: [Key: SentenceVector]) -> Bool {
    var file = identity
    file.reserveCapacity(identity.count + vectors.count * recordSize + SHA256.byteCount)
    for (key, vector) in vectors.sorted(by: { $0.key < $1.key }) {
      file += key.bytes
      vector.values.withUnsafeBytes { file += $0 }
    }
    file += SHA256.hash(data: file)
    do {
      try Data(file).write(to: URL(filePath: path), options: .atomic)
      return true
    } catch { return false }
  }
}
