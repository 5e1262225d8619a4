import Foundation
public import PluginKit

/// What an `encoder.json` says of the three files beside it, and of how the model is used.
public struct EncoderFacts: Settings, Hashable {
  /// The file that makes a folder an encoder's.
  public static let fileName = "encoder.json"
  private static let sizeLimit = 64 << 10

  /// How a text's vector comes from those of its pieces.
  enum Pooling: String, CaseIterable, Sendable {
    case mean
    /// That of the piece `[CLS]`.
    case first
  }

  /// A file, and what its bytes have to be.
  struct PinnedFile: Settings, Hashable {
    let path: String
    let sha256: String

    init(_ f: inout Fields) {
      path = f.path("file", help: "beside encoder.json")
      sha256 = f.string("sha256", form: .sha256, help: "of its bytes")
    }
  }

  public let name: String
  public let license: String
  let library: PinnedFile
  let model: PinnedFile
  let vocabulary: PinnedFile
  let pooling: Pooling
  public let dimension: Int
  let tokens: Int
  let prefix: String
  let languages: [String]

  public init(_ f: inout Fields) {
    name = f.string("name", help: "for people")
    license = f.string("license", help: "of the model, SPDX")
    library = f.object("library", as: PinnedFile.self, help: "ONNX Runtime for this processor")
    model = f.object("model", as: PinnedFile.self, help: "in ONNX")
    vocabulary = f.object("vocabulary", as: PinnedFile.self, help: "WordPiece, one piece a line")
    pooling = f.choice("pooling", default: .mean, help: "how pieces become a sentence")
    dimension = f.integer("dimension", default: 384, in: 8...4096, help: "of its vectors")
    tokens = f.integer("tokens", default: 256, in: 8...512, help: "that are read of a text")
    prefix = f.string("prefix", default: "", help: "before each text, where the model needs one")
    languages = f.strings(
      "languages", default: [], count: 0...200, help: "that it reads, BCP 47; empty: any")
  }

  /// Reads those of a folder.
  public init(folder: String) throws(EncoderFailure) {
    let path = URL(filePath: folder).appending(path: Self.fileName).path
    let bytes: [UInt8]
    do throws(EncoderFailure) {
      bytes = try EncoderFile.read(path, limit: Self.sizeLimit)
    } catch .missing { throw .none(folder: folder) }
    let node: JSONNode
    do throws(JSONReader.Failure) {
      node = try JSONReader.read(bytes)
    } catch {
      let place = "\(error.position.line):\(error.position.column)"
      throw .facts("\(path):\(place): \(error.message)")
    }
    var issues: [SettingsIssue] = []
    let facts = EncoderFacts.decode(node, file: path, source: Beside(), issues: &issues)
    if let issue = issues.first { throw .facts("\(issue)") }
    self = facts
  }

  /// Paths are meant from the file's folder; nothing else is looked up.
  private struct Beside: SettingsSource {
    func resolve(_ path: String, from base: String) -> String {
      path.hasPrefix("/")
        ? path : URL(filePath: base).deletingLastPathComponent().appending(path: path).path
    }
    func display(_ path: String) -> String { path }
    func document(at path: String) throws -> [UInt8] { throw EncoderFailure.missing(path: path) }
    func environment(_ name: String) -> String? { nil }
    func secretFile(at path: String) throws -> String { throw EncoderFailure.missing(path: path) }
  }
}

extension TextForm {
  fileprivate static let sha256 = TextForm(
    "64 digits and letters a to f", pattern: "^[0-9a-f]{64}$"
  ) { text in
    text.utf8.count == 64
      && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}
