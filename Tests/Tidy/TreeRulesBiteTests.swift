import Foundation
import Testing

/// The rules over the tree bite too: each runs on a small tree with one offence.
@Suite struct TreeRulesBiteTests {
  private func withTree(_ files: [String: String], _ body: (Repository) throws -> Void) throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "tidy-\(UUID().uuidString)")
    for (path, text) in files {
      let url = root.appending(path: path)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
    try body(try Repository(root: root))
    try FileManager.default.removeItem(at: root)
  }

  private static let sound = [
    "Plugins/Stages/FAQ/README.md": "# FAQ\n\n## Sample\n\n```json\n{ \"a\": 1 }\n```\n\n## More\n",
    "Plugins/Stages/FAQ/sample.json": "{ \"a\": 1 }\n",
    "Plugins/Stages/FAQ/FAQPlugin.swift": "public let plugin = StagePlugin(\"faq\")\n",
    "Sources/replyd/Catalog.swift": "let stages = [FAQStagePlugin.plugin]\n",
  ]

  private func changed(_ path: String, _ text: String?) -> [String: String] {
    var files = Self.sound
    files[path] = text
    return files
  }

  @Test func aSoundTreeHasNoViolation() throws {
    try withTree(Self.sound) { (tree) throws in
      #expect(try TreeRules.machinePaths(tree) == [])
      #expect(try TreeRules.pluginReadmes(tree) == [])
      #expect(try TreeRules.catalog(tree) == [])
    }
  }

  @Test func aMachinePathIsFoundWithItsLine() throws {
    let text = "a\nsee /ro" + "ot/x\n"
    try withTree(changed("Plugins/Stages/FAQ/notes.txt", text)) { (tree) throws in
      #expect(try TreeRules.machinePaths(tree).map(\.line) == [2])
    }
  }

  @Test(arguments: [
    ("README.md", nil), ("sample.json", nil), ("sample.json", "{ \"a\": 2 }"),
    ("README.md", "# FAQ\n\n```json\n{ \"a\": 1 }\n```\n"),
  ])
  func aSampleThatIsMissingOrDiffersIsFound(_ name: String, _ text: String?) throws {
    try withTree(changed("Plugins/Stages/FAQ/\(name)", text)) { (tree) throws in
      #expect(try TreeRules.pluginReadmes(tree).count == 1)
    }
  }

  @Test(arguments: [
    ("Sources/replyd/Catalog.swift", nil),
    ("Sources/replyd/Catalog.swift", "// FAQStagePlugin\nlet stages = []\n"),
    ("Plugins/Stages/FAQ/FAQPlugin.swift", "let plugin = StagePlugin(\"faq\")\n"),
    ("Plugins/Stages/FAQ/FAQPlugin.swift", "public let answers = StagePlugin(\"faq\")\n"),
  ])
  func anUnregisteredPluginIsFound(_ path: String, _ text: String?) throws {
    try withTree(changed(path, text)) { (tree) throws in
      #expect(try TreeRules.catalog(tree).count == 1)
    }
  }
}
