import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// With and without a sentence encoder, as an operator sees it.
struct EncoderCommandTests {
  private let setup: CommandSetup

  init() throws { setup = try CommandSetup() }

  private func write(encoder: JSONValue) throws {
    guard case .object(let members) = setup.config() else { return }
    try setup.write(.object(members + [.init("encoder", encoder)]))
  }

  private func matching() async throws -> String {
    let found = try await setup.json("check")["matching"]?.string ?? ""
    let printed = try await setup.succeed("check")
    #expect(printed.contains("  matching   \(found)"))
    return found
  }

  /// A folder with links to the fetched files, but for one of them.
  private func folder(without name: String = "") throws -> String {
    let source = try #require(TestPaths.encoder)
    let folder = setup.folder.path(of: "models")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for file in try FileManager.default.contentsOfDirectory(atPath: source) where file != name {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/\(file)", withDestinationPath: "\(source)/\(file)")
    }
    return folder
  }

  @Test func withoutAnEncoderItSaysSoAndMatchesWords() async throws {
    #expect(
      try await matching().hasPrefix("by words alone: there is no encoder in "))
    try write(encoder: ["folder": "nowhere"])
    #expect(
      try await matching()
        == "by words alone: there is no encoder in \(setup.folder.path(of: "nowhere")); "
        + "`make models` fetches one")
    try write(encoder: ["use": "never"])
    #expect(try await matching() == #"by words alone: "encoder"."use" is "never""#)
    try await setup.runUntilDone()
    #expect(try !setup.repliedTo().isEmpty)
  }

  @Test func whereItIsRequiredNothingStartsWithoutIt() async throws {
    try write(encoder: ["folder": "nowhere", "use": "required"])
    let done = try await setup.run("check")
    #expect(done.status == 1)
    #expect(done.error.contains("encoder.use: there is no encoder in "))
  }

  @Test(.enabled(if: TestPaths.encoder != nil), arguments: ["model.onnx", "libonnxruntime.so"])
  func aFileThatIsCutShortCostsTheMeaningAndNothingElse(_ name: String) async throws {
    let folder = try folder(without: name)
    try Data("cut short".utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    try write(encoder: ["folder": "models"])
    #expect(
      try await matching().hasPrefix("by words alone: \(folder)/\(name) is not the file that"))
    let ran = try await setup.run("run", "--until-done")
    #expect(ran.status == 0 && ran.error.contains("matching by words alone"))
    #expect(try !setup.repliedTo().isEmpty)
  }

  @Test(.enabled(if: TestPaths.encoder != nil))
  func withAnEncoderMeaningsAreComparedAndKeptBesideTheStore() async throws {
    _ = try folder()
    try write(encoder: ["folder": "models"])
    #expect(try await matching().hasPrefix("by words and meaning: all-MiniLM-L6-v2, int8"))
    let vectors = setup.folder.path(of: "var/replyd.vectors")
    #expect(!FileManager.default.fileExists(atPath: vectors), "there is no store yet")
    try await setup.runUntilDone()
    let written = try FileManager.default.attributesOfItem(atPath: vectors)[.modificationDate]
    let found = try await setup.json("faq", "try", "the parcel has not turned up")
    #expect(found["candidates"]?.array?.first?["entry"]?.string == "late-order")
    let after = try FileManager.default.attributesOfItem(atPath: vectors)[.modificationDate]
    #expect(after as? Date == written as? Date, "what is known is not computed again")
  }
}
