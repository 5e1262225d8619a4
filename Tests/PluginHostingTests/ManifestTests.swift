import Logging
import PluginHosting
import PluginKit
import PluginTesting
import Testing

/// A manifest, and the operator's settings that it declares: every error at once, each in words.
@Suite struct ManifestTests {
  private static let good: JSONValue = [
    "protocol": 1, "name": "shout", "version": "1", "kind": "stage", "summary": "For tests.",
    "command": ["python3", "x.py"],
    "settings": [
      ["name": "above", "type": "number", "default": 0.7, "min": 0, "max": 1, "help": "a share"],
      ["name": "every", "type": "duration", "default": "5m", "help": "a time"],
      ["name": "word", "type": "choice", "values": ["a", "b"], "help": "one of two"],
      ["name": "more", "type": "strings", "optional": true, "help": "texts"],
    ],
  ]

  @Test func settingsAreReadByTheirDeclaration() throws {
    let plugin = try load(Self.good)
    let values = try #require(plugin.launch(#"{"word": "b", "above": 0.9}"#).parameters["settings"])
    #expect(values == ["above": 0.9, "every": 300, "word": "b", "more": []])
  }

  @Test(arguments: [
    (#"{}"#, "\"word\" is required"),
    (#"{"word": "c"}"#, "expected one of a, b, found \"c\""),
    (#"{"word": "a", "abov": 1}"#, "did you mean \"above\"?"),
    (#"{"word": "a", "above": 7}"#, "expected a number from 0 to 1, found 7"),
    (#"{"word": "a", "every": 5}"#, "expected a duration"),
  ])
  func aWrongSettingIsNamed(_ settings: String, _ expected: String) throws {
    let plugin = try load(Self.good)
    let issues = #expect(throws: SettingsIssues.self) { try plugin.launch(settings) }
    #expect(issues?.description.contains(expected) == true, "\(String(describing: issues))")
  }

  static let broken: [(String, JSONValue, String)] = [
    ("protocol", ["protocol": 2], "this replyd speaks version 1"),
    ("name", ["name": "No Good"], "lower-case letters"),
    ("kind", ["kind": "stag"], "did you mean \"stage\"?"),
    ("key", ["sumary": "x"], "did you mean \"summary\"?"),
    ("command", ["command": []], "expected at least 1"),
    ("connector", ["kind": "connector"], "\"connector\" is required here"),
    (
      "default",
      ["settings": [["name": "a", "type": "number", "default": "x", "help": "h"]]],
      "expected a number"
    ),
    (
      "values", ["settings": [["name": "a", "type": "choice", "help": "h"]]],
      "\"values\" is required here"
    ),
    (
      "secret default",
      ["settings": [["name": "a", "type": "secret", "default": "x", "help": "h"]]], "remove this"
    ),
    (
      "twice",
      [
        "settings": [
          ["name": "a", "type": "flag", "help": "h"], ["name": "a", "type": "flag", "help": "h"],
        ]
      ], "two settings have the same name"
    ),
  ]

  @Test(arguments: broken.map(\.0)) func aBrokenManifestSaysWhatIsWrong(_ name: String) throws {
    let (_, change, expected) = try #require(Self.broken.first { $0.0 == name })
    let issues = #expect(throws: SettingsIssues.self) { try load(Self.good.changed(by: change)) }
    #expect(issues?.description.contains(expected) == true, "\(String(describing: issues))")
  }

  /// A plugin in a folder of its own.
  private struct Loaded {
    let folder: TemporaryFolder
    let plugin: ExternalPlugin

    func launch(_ settings: String) throws -> PluginLaunch {
      let located = LocatedSettings(
        node: try JSONReader.read(settings.utf8), path: "settings", file: "config.json")
      var issues: [SettingsIssue] = []
      let launch = plugin.launch(
        located, .standard, .make(), source: FolderSettings(folder.url),
        logger: .init(label: "test"), issues: &issues)
      guard let launch, issues.isEmpty else { throw SettingsIssues(issues) }
      return launch
    }
  }

  private func load(_ manifest: JSONValue) throws -> Loaded {
    let folder = try TemporaryFolder()
    try folder.write(manifest.text(), to: "plugin.json")
    var issues: [SettingsIssue] = []
    let plugin = ExternalPlugin(
      folder: folder.path, source: FolderSettings(folder.url), issues: &issues)
    guard let plugin, issues.isEmpty else { throw SettingsIssues(issues) }
    return Loaded(folder: folder, plugin: plugin)
  }
}

extension JSONValue {
  /// This object with the members of another in place of its own.
  fileprivate func changed(by other: JSONValue) -> JSONValue {
    guard case .object(let mine) = self, case .object(let new) = other else { return other }
    return .object(mine.filter { member in !new.contains { $0.key == member.key } } + new)
  }
}
