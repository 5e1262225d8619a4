import ConfigLoading
import Foundation
import PluginKit
import TestSupport
import Testing

@testable import replyd

/// What `replyd check` says about each broken config in `BrokenConfigs/`, word for word: the file
/// `NN-name.txt` beside it. In `syntax/` lie those that are no JSON, in `structure/` those that the
/// schema refuses too, in `meaning/` those that only `check` finds; `parts/` has their documents.
///
/// After a change of words: `REPLYD_GOLDEN=write swift test --filter BrokenConfigTests`, and read
/// the difference as a newcomer would.
struct BrokenConfigTests {
  @Test(arguments: BrokenConfig.all())
  func aBrokenConfigIsExplained(_ config: BrokenConfig) throws {
    let report = config.report()
    let expected = config.url.deletingPathExtension().appendingPathExtension("txt")
    if ProcessInfo.processInfo.environment["REPLYD_GOLDEN"] == "write" {
      return try Data(report.utf8).write(to: expected)
    }
    #expect(try String(contentsOf: expected, encoding: .utf8) == report)
  }

  @Test func thereAreEnough() {
    let all = BrokenConfig.all()
    #expect(all.count >= 40)
    #expect(Set(all.map(\.kind)) == ["syntax", "structure", "meaning"])
    let numbers = all.map { $0.name.prefix(2) }
    #expect(Set(numbers).count == numbers.count, "two configs have one number")
  }

  /// `BrokenConfigs/` has secrets typed in where only their place belongs.
  @Test(arguments: BrokenConfig.all()) func noSecretIsRepeated(_ config: BrokenConfig) {
    #expect(!config.report().contains("kP3xvQ0tWz"))
  }

  @Test func everyTextHasItsConfig() throws {
    for kind in BrokenConfig.kinds {
      let folder = BrokenConfig.folder.appending(path: kind)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      for name in names where name.hasSuffix(".txt") {
        #expect(names.contains(name.replacing(".txt", with: ".json")), "\(kind)/\(name)")
      }
    }
  }
}

/// One file of `BrokenConfigs/`.
struct BrokenConfig: CustomTestStringConvertible {
  static let folder = TestPaths.repository.appending(path: "Tests/ConfigurationTests/BrokenConfigs")
  static let kinds = ["syntax", "structure", "meaning"]

  /// One of `kinds`.
  let kind: String
  /// `01-trailing-comma`.
  let name: String

  var url: URL { Self.folder.appending(path: "\(kind)/\(name).json") }
  var testDescription: String { "\(kind)/\(name)" }

  /// None where the folder cannot be read: then too few are found, which fails.
  static func all() -> [BrokenConfig] {
    kinds.flatMap { kind -> [BrokenConfig] in
      let path = folder.appending(path: kind).path
      let files = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
      return files.filter { $0.hasSuffix(".json") }.sorted()
        .map { BrokenConfig(kind: kind, name: String($0.dropLast(5))) }
    }
  }

  /// What `replyd check` prints in the folder `BrokenConfigs`.
  func report() -> String {
    let loader = ConfigurationLoader(
      environment: ["MASTODON_TOKEN": "t0ken", "CARE_HOOK": "ftp://care.example"],
      currentFolder: Self.folder.path)
    do throws(SettingsIssues) {
      let loaded = try loader.assembly(from: "\(kind)/\(name).json", forDaemon: true)
      return "nothing is wrong with it: \(loaded.documents)\n"
    } catch {
      return error.report.replacing(Self.folder.path + "/", with: "") + "\n"
    }
  }
}
