import ConfigLoading
import Foundation
import PluginTesting
import Testing

@Suite struct FileSettingsSourceTests {
  private let folder: TemporaryFolder
  private let source: FileSettingsSource

  init() throws {
    folder = try TemporaryFolder()
    source = FileSettingsSource(
      environment: ["NAME": "value", "EMPTY": ""], currentFolder: folder.path)
  }

  @Test(arguments: [
    ("a.json", "/c/main.json", "/c/a.json"), ("./a/../b.json", "/c/d/main.json", "/c/d/b.json"),
    ("../../../a", "/c/main.json", "/a"), ("/x//y/./z", "/c/main.json", "/x/y/z"),
    ("..", "/c/d/main.json", "/c"),
  ])
  func aPathIsResolvedFromItsFile(_ path: String, _ base: String, _ resolved: String) {
    #expect(source.resolve(path, from: base) == resolved)
  }

  @Test func aPathWithoutAFileStartsAtTheCurrentFolder() {
    #expect(source.resolve("a.json", from: "") == folder.path(of: "a.json"))
  }

  @Test func pathsBelowTheCurrentFolderAreShownRelative() {
    #expect(source.display(folder.path(of: "config/a.json")) == "config/a.json")
    #expect(source.display("/elsewhere/a.json") == "/elsewhere/a.json")
    #expect(source.display(folder.path + "x/a.json") == folder.path + "x/a.json")
  }

  @Test func anEmptyVariableIsUnset() {
    #expect(source.environment("NAME") == "value")
    #expect(source.environment("EMPTY") == nil && source.environment("NONE") == nil)
  }

  @Test func oneLoadSeesOneVersionOfADocument() throws {
    let path = try folder.write("old", to: "a.json")
    #expect(try source.document(at: path) == Array("old".utf8))
    let hash = source.hash
    try folder.write("new", to: "a.json")
    #expect(try source.document(at: path) == Array("old".utf8))
    #expect(source.hash == hash)
  }

  @Test func theHashHasNoRegardForTheOrderOfReading() throws {
    let a = try folder.write("1", to: "a"), b = try folder.write("2", to: "b")
    let other = FileSettingsSource(environment: [:], currentFolder: folder.path)
    _ = try (source.document(at: a), source.document(at: b))
    _ = try (other.document(at: b), other.document(at: a))
    #expect(source.hash == other.hash)
    #expect(source.documents == [a, b])
  }

  @Test func theHashTellsWhereADocumentEnds() throws {
    let other = FileSettingsSource(environment: [:], currentFolder: folder.path)
    _ = try source.document(at: folder.write("12", to: "a"))
    _ = try source.document(at: folder.write("3", to: "b"))
    _ = try other.document(at: folder.write("1", to: "a"))
    _ = try other.document(at: folder.write("23", to: "b"))
    #expect(source.hash != other.hash)
  }

  @Test(arguments: [0o600, 0o400, 0o700]) func aPrivateSecretIsRead(_ mode: Int) throws {
    let path = try folder.write("  hunter2\n", to: "secret", mode: mode)
    #expect(try source.secretFile(at: path) == "hunter2")
    #expect(source.documents.isEmpty)
  }

  @Test(arguments: [0o644, 0o640, 0o604, 0o620, 0o610, 0o601])
  func aSecretOthersCanReachIsRefused(_ mode: Int) throws {
    let path = try folder.write("hunter2", to: "secret", mode: mode)
    #expect(
      throws: SecretFileFailure(file: "secret", failure: .readableByOthers(mode: mode))
    ) { try source.secretFile(at: path) }
    let text = "\(SecretFileFailure(file: "secret", failure: .readableByOthers(mode: mode)))"
    #expect(text.contains("run: chmod 600 'secret'") && !text.contains("hunter2"))
  }

  @Test(arguments: [
    ([], FileFailure.empty), ([0x20, 0x0A], .empty), ([0xFF, 0xFE], .notText),
    ([UInt8](repeating: 0x61, count: FileSettingsSource.secretLimit + 1), .tooLarge(limit: 65_536)),
  ])
  func anUnusableSecretIsRefused(_ bytes: [UInt8], _ failure: FileFailure) throws {
    let path = try folder.write(bytes, to: "secret", mode: 0o600)
    #expect(throws: SecretFileFailure(file: "secret", failure: failure)) {
      try source.secretFile(at: path)
    }
  }

  @Test func aSecretIsARegularFile() throws {
    #expect(throws: SecretFileFailure(file: "none", failure: .missing)) {
      try source.secretFile(at: folder.path(of: "none"))
    }
    let pipe = folder.path(of: "pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(throws: SecretFileFailure(file: "pipe", failure: .notRegular)) {
      try source.secretFile(at: pipe)
    }
    #expect(throws: FileFailure.notRegular) { try source.document(at: pipe) }
  }
}
