import ConfigLoading
import Foundation
import PluginTesting
import Testing

/// However a file is replaced, it is seen, and only when it is whole.
@Suite struct ConfigWatchTests {
  private let folder: TemporaryFolder
  private let watch = ConfigWatch()

  init() throws { folder = try TemporaryFolder() }

  /// A change counts at the second look that finds it, and until the file is read again.
  private func expectSeen(_ path: String, _ change: () throws -> Void) rethrows {
    watch.begin()
    watch.note(path)
    #expect(!watch.isChanged() && !watch.isChanged())
    try change()
    #expect(!watch.isChanged())
    #expect(watch.isChanged() && watch.isChanged())
    watch.begin()
    watch.note(path)
    #expect(!watch.isChanged() && !watch.isChanged())
  }

  @Test func aWriteInPlace() throws {
    let path = try folder.write("one", to: "a.json")
    try expectSeen(path) {
      let handle = try FileHandle(forWritingTo: URL(filePath: path))
      try handle.seekToEnd()
      try handle.write(contentsOf: Data("more".utf8))
      try handle.close()
    }
  }

  @Test func anEditorsRename() throws {
    let path = try folder.write("one", to: "a.json")
    try expectSeen(path) {
      let new = try folder.write("two", to: "a.json~")
      #expect(rename(new, path) == 0)
    }
  }

  /// As Kubernetes replaces the files of a volume: the link to the folder moves.
  @Test func aSwappedLink() throws {
    try folder.write("one", to: "v1/a.json")
    try folder.write("one", to: "v2/a.json")
    func link(_ version: String, _ name: String) throws {
      try FileManager.default.createSymbolicLink(
        atPath: folder.path(of: name), withDestinationPath: version)
    }
    try link("v1", "data")
    try expectSeen(folder.path(of: "data/a.json")) {
      try link("v2", "data.new")
      #expect(rename(folder.path(of: "data.new"), folder.path(of: "data")) == 0)
    }
  }

  @Test func aFileThatWasMissing() throws {
    try expectSeen(folder.path(of: "a.json")) { try folder.write("one", to: "a.json") }
  }

  @Test func aFileThatIsGone() throws {
    let path = try folder.write("one", to: "a.json")
    try expectSeen(path) { try FileManager.default.removeItem(atPath: path) }
  }

  @Test func aSecretThatOthersCannotReadAnyMore() throws {
    let path = try folder.write("one", to: "token", mode: 0o644)
    expectSeen(path) { #expect(chmod(path, 0o600) == 0) }
  }

  @Test func aFileIsNotReadWhileItIsWritten() throws {
    let path = try folder.write("one", to: "a.json")
    watch.note(path)
    for size in 2...5 {
      try folder.write(String(repeating: "x", count: size * 10), to: "a.json")
      #expect(!watch.isChanged())
    }
    #expect(watch.isChanged())
  }

  @Test func aVersionThatCameWhileTheFileWasReadCounts() throws {
    let path = try folder.write("one", to: "a.json")
    watch.note(path)
    try folder.write("another", to: "a.json")
    watch.note(path)
    _ = watch.isChanged()
    #expect(watch.isChanged())
  }
}
