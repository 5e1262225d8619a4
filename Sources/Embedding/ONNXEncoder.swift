import Crypto
import Foundation
public import PluginKit

/// A sentence encoder in this process: WordPiece, a transformer in ONNX Runtime, pooling.
///
/// One session with a bounded number of threads, used by one caller at a time.
public final class ONNXEncoder: SentenceEncoder {
  /// Larger files are refused.
  private static let (libraryLimit, modelLimit) = (256 << 20, 512 << 20)

  public let facts: EncoderFacts
  public let identity: String
  /// The runtime's.
  public let libraryVersion: String
  private let batches: EncoderBatches
  private let queue: EncoderQueue
  private let cache: VectorCache?

  /// Reads and checks the three files that the folder's `encoder.json` names, and computes a first
  /// vector.
  ///
  /// - Parameters:
  ///   - threads: that one run may use.
  ///   - cache: a file to keep vectors in; nil: they are not kept.
  public init(folder: String, threads: Int, cache: String?) throws(EncoderFailure) {
    facts = try EncoderFacts(folder: folder)
    let vocabulary = try Vocabulary(
      file: EncoderFile.read(facts.vocabulary, limit: Vocabulary.fileSizeLimit))
    let model = try EncoderFile.read(facts.model, limit: Self.modelLimit)
    // Its bytes are mapped from the file: they are only read here to know that it is whole.
    _ = try EncoderFile.read(facts.library, limit: Self.libraryLimit)
    let library = try ONNXLibrary(path: facts.library.path)
    libraryVersion = library.versionName
    batches = try EncoderBatches(
      ONNXSession(library, model: model, threads: threads), WordPieceTokenizer(vocabulary),
      padding: vocabulary.padding, facts)
    queue = EncoderQueue(batches)
    let settings = "\(facts.pooling) \(facts.tokens) \(facts.prefix)"
    identity = SHA256.hash(
      data: Array("\(facts.model.sha256) \(facts.vocabulary.sha256) \(settings)".utf8)
    ).hex
    let (name, dimension) = (identity, facts.dimension)
    self.cache = cache.map { VectorCache(path: $0, identity: name, dimension: dimension) }
    _ = try batches.vectors(of: ["a first text"])
  }

  public func reads(_ language: String) -> Bool {
    facts.languages.isEmpty || facts.languages.contains(language)
  }

  public func vectors(of texts: [String], isKept: Bool) throws -> [SentenceVector] {
    guard isKept, let cache else { return try batches.vectors(of: texts) }
    return try cache.vectors(of: texts, else: batches.vectors)
  }

  /// Writes what the cache could not write before, its folder not being there yet.
  public func keepVectors() { cache?.writeAgain() }

  public func vector(of text: String) async throws -> SentenceVector {
    try await queue.vector(of: text)
  }
}
