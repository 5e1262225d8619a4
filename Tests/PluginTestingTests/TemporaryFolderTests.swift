import Foundation
import PluginTesting
import Testing

@Suite struct TemporaryFolderTests {
  @Test func aFolderIsGoneWithItsLastReference() throws {
    var folder: TemporaryFolder? = try TemporaryFolder()
    let path = try folder?.write("x", to: "a/b.txt") ?? ""
    #expect(FileManager.default.fileExists(atPath: path))
    folder = nil
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}
