import Foundation
import Guide
import PluginKit
import PluginTesting
import Testing

/// One folder of `Tests/Scenarios`.
struct Scenario: Sendable, CustomTestStringConvertible {
  let name: String
  let config: ScenarioConfig
  let script: Script
  let expected: Expectation
  /// Built once: its phrases take longer than many a run.
  let guide: BrandGuide

  var testDescription: String { name }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Scenarios", directoryHint: .isDirectory)

  static var names: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { !$0.hasPrefix(".") && !$0.hasSuffix(".md") }.sorted()
    }
  }

  /// All, or, while looking at one, those whose names contain `REPLYD_SCENARIO`.
  static var chosen: [String] {
    get throws {
      let wanted = ProcessInfo.processInfo.environment["REPLYD_SCENARIO"] ?? ""
      return try names.filter { wanted.isEmpty || $0.contains(wanted) }
    }
  }

  init(named name: String) throws {
    self.name = name
    let folder = Self.folder.appending(path: name)
    config = try Self.decoded(ScenarioConfig.self, folder.appending(path: "config.json"))
    guide = try BrandGuide(config.guide)
    script = try Self.decoded(Script.self, folder.appending(path: "inbound.json"))
    let expected = folder.appending(path: "expected.json")
    self.expected =
      FileManager.default.fileExists(atPath: expected.path) || !Self.isRecording
      ? try Self.decoded(Expectation.self, expected) : Expectation()
  }

  /// Whether the undisturbed runs write `expected.json` instead of being held against it: for new
  /// scenarios, read by a human afterwards.
  static var isRecording: Bool {
    ProcessInfo.processInfo.environment["REPLYD_SCENARIO_RECORD"] != nil
  }

  private static func decoded<Value: Settings>(_ type: Value.Type, _ file: URL) throws -> Value {
    var issues: [SettingsIssue] = []
    let node = try JSONReader.read(try Data(contentsOf: file))
    let value = Value.decode(
      node, file: file.path, source: FolderSettings(file.deletingLastPathComponent()),
      issues: &issues)
    guard issues.isEmpty else { throw SettingsIssues(issues) }
    return value
  }
}
