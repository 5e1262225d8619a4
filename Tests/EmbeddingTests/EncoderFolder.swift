import Crypto
import Foundation
import PluginTesting
import Testing

@testable import Embedding

/// A copy of a models folder that tests may damage.
struct EncoderFolder {
  private let folder: TemporaryFolder
  let path: String

  /// The files are linked, as they are large.
  init(copying source: String) throws {
    folder = try TemporaryFolder()
    path = folder.path(of: "models")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for name in ["libonnxruntime.so", "model.onnx", "vocab.txt"] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(path)/\(name)", withDestinationPath: "\(source)/\(name)")
    }
    try FileManager.default.copyItem(
      atPath: "\(source)/\(EncoderFacts.fileName)", toPath: "\(path)/\(EncoderFacts.fileName)")
  }

  func change(_ body: (inout [String: Any]) -> Void) throws {
    let url = URL(filePath: "\(path)/\(EncoderFacts.fileName)")
    var facts =
      try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any] ?? [:]
    body(&facts)
    try JSONSerialization.data(withJSONObject: facts).write(to: url)
  }

  /// Puts other bytes in a file's place; with `isPinned` the facts name them.
  private func replace(_ name: String, _ key: String, with bytes: Data, isPinned: Bool) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
    try bytes.write(to: URL(filePath: "\(path)/\(name)"))
    guard isPinned else { return }
    let hash = SHA256.hash(data: bytes).hex
    try change { $0[key] = ["file": name, "sha256": hash] }
  }

  func damage(_ damage: ONNXEncoderTests.Damage) throws {
    let facts = URL(filePath: "\(path)/\(EncoderFacts.fileName)")
    switch damage {
    case .noFacts: try FileManager.default.removeItem(at: facts)
    case .brokenFacts: try Data("{".utf8).write(to: facts)
    case .unknownKey: try change { $0["modle"] = 1 }
    case .noModel: try FileManager.default.removeItem(atPath: "\(path)/model.onnx")
    case .modelCutShort:
      let whole = try Data(contentsOf: URL(filePath: "\(path)/model.onnx"))
      try replace("model.onnx", "model", with: whole.prefix(1_000_000), isPinned: false)
    case .anotherModel:
      // As if somebody had pinned a file that was cut short.
      let whole = try Data(contentsOf: URL(filePath: "\(path)/model.onnx"))
      try replace("model.onnx", "model", with: whole.prefix(1_000_000), isPinned: true)
    case .noONNX: try replace("model.onnx", "model", with: Data("no model".utf8), isPinned: true)
    case .libraryCutShort:
      let whole = try Data(contentsOf: URL(filePath: "\(path)/libonnxruntime.so"))
      try replace("libonnxruntime.so", "library", with: whole.prefix(90_000), isPinned: false)
    case .noLibrary:
      try replace("libonnxruntime.so", "library", with: Data("no ELF".utf8), isPinned: true)
    case .otherLibrary:
      // A library, but of something else.
      let other = try #require(
        ["/lib/x86_64-linux-gnu/libz.so.1", "/lib/aarch64-linux-gnu/libz.so.1"].first {
          FileManager.default.fileExists(atPath: $0)
        })
      try replace(
        "libonnxruntime.so", "library", with: Data(contentsOf: URL(filePath: other)),
        isPinned: true)
    case .noVocabulary: try FileManager.default.removeItem(atPath: "\(path)/vocab.txt")
    case .otherVocabulary:
      try replace("vocab.txt", "vocabulary", with: Data("a\nb\n".utf8), isPinned: true)
    case .folderAsModel:
      try FileManager.default.removeItem(atPath: "\(path)/model.onnx")
      try FileManager.default.createDirectory(
        atPath: "\(path)/model.onnx", withIntermediateDirectories: true)
    case .wrongDimension: try change { $0["dimension"] = 512 }
    }
  }

  static func words(_ damage: ONNXEncoderTests.Damage) -> String {
    switch damage {
    case .noFacts: "`make models` fetches one"
    case .brokenFacts: "encoder.json:1:"
    case .unknownKey: "modle"
    case .noModel: "model.onnx is missing; `make models` fetches it"
    case .modelCutShort: "model.onnx is not the file that encoder.json names"
    case .anotherModel, .noONNX: "the model cannot be used"
    case .libraryCutShort: "libonnxruntime.so is not the file that encoder.json names"
    case .noLibrary: "the ONNX Runtime cannot be used"
    case .otherLibrary: "has no OrtGetApiBase"
    case .noVocabulary: "vocab.txt is missing"
    case .otherVocabulary: "the vocabulary cannot be used"
    case .folderAsModel: "it is no file"
    case .wrongDimension: "its output has the shape"
    }
  }
}
