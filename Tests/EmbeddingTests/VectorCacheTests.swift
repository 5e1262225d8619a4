import Foundation
import PluginKit
import PluginTesting
import Testing

@testable import Embedding

@Suite struct VectorCacheTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path(of: "kept.vectors")
  }

  private func cache(_ identity: String = "a", at path: String? = nil) -> VectorCache {
    VectorCache(path: path ?? self.path, identity: identity, dimension: 2)
  }

  /// Vectors that tell the texts apart.
  private func made(_ text: String) -> SentenceVector {
    SentenceVector([Float(text.utf8.count), Float(text.utf8.first ?? 0)])
  }

  /// Asks, and tells which texts had to be computed.
  private func ask(_ cache: VectorCache, _ texts: [String]) throws -> [String] {
    var computed: [String] = []
    let vectors = try cache.vectors(of: texts) { texts in
      computed += texts
      return texts.map(made)
    }
    #expect(vectors == texts.map(made))
    return computed.sorted()
  }

  @Test func whatIsKnownIsNotComputedAgain() throws {
    #expect(try ask(cache(), ["one", "two", "one"]) == ["one", "two"])
    #expect(try ask(cache(), ["two", "three"]) == ["three"])
    #expect(try ask(cache(), ["one", "two", "three"]).isEmpty)
  }

  @Test func anotherEncodersVectorsAreNotUsed() throws {
    _ = try ask(cache(), ["one"])
    #expect(try ask(cache("b"), ["one"]) == ["one"])
  }

  @Test(arguments: [0, 5, 30, 60, 90])
  func aDamagedFileIsMadeAnew(_ place: Int) throws {
    _ = try ask(cache(), ["one", "two"])
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    bytes[min(place, bytes.count - 1)] ^= 1
    try Data(bytes).write(to: URL(filePath: path))
    #expect(try ask(cache(), ["one", "two"]) == ["one", "two"])
    try Data(bytes.prefix(place)).write(to: URL(filePath: path))
    #expect(try ask(cache(), ["one"]) == ["one"])
    #expect(try ask(cache(), ["one"]).isEmpty)
  }

  @Test func whatCouldNotBeWrittenIsWrittenLater() throws {
    let later = folder.path(of: "store/kept.vectors")
    let early = cache(at: later)
    #expect(try ask(early, ["one"]) == ["one"])
    #expect(try ask(early, ["one"]).isEmpty)
    try FileManager.default.createDirectory(
      atPath: folder.path(of: "store"), withIntermediateDirectories: true)
    early.writeAgain()
    #expect(try ask(cache(at: later), ["one"]).isEmpty)
  }

  @Test func aTextIsNotInTheFile() throws {
    _ = try ask(cache(), ["a customer's very own words"])
    let bytes = try Data(contentsOf: URL(filePath: path))
    #expect(bytes.range(of: Data("very own".utf8)) == nil)
  }
}
