import ConfigLoading
import PluginKit
import PluginTesting
import Testing

/// What two configs are compared by.
@Suite struct ConfigPictureTests {
  private struct Entry: Settings {
    let answer: String
    init(_ f: inout Fields) {
      _ = f.string("id", help: "its name")
      answer = f.string("answer", help: "a text")
    }
  }
  private struct Document: Settings {
    init(_ f: inout Fields) { _ = f.objects("entries", as: Entry.self, help: "entries") }
  }
  private struct Limits: Settings {
    init(_ f: inout Fields) {
      _ = f.integer("turns", default: 3, in: 1...9, help: "how many")
    }
  }
  private struct Whole: Settings {
    let located: LocatedSettings?
    init(_ f: inout Fields) {
      located = f.located
      _ = f.optionalSecret("token", help: "a secret")
      _ = f.object("limits", as: Limits.self, help: "bounds")
      _ = f.optionalObject("console", as: Limits.self, help: "there or not")
      _ = f.documents("faq", as: Document.self, help: "documents")
      _ = f.map("teams", as: Limits.self, help: "by id")
      _ = f.parsedFiles("holidays", help: "files") { bytes throws(TextProblem) in bytes.count }
    }
  }

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(#"{"entries":[{"id":"late-order","answer":"Soon."}]}"#, to: "faq.json")
  }

  private func values(_ config: String, _ environment: [String: String] = [:], salt: String = "s")
    throws -> ConfigValues
  {
    try folder.write(config, to: "main.json")
    let loader = ConfigurationLoader(environment: environment, currentFolder: folder.path)
    return try loader.load(Whole.self, from: "main.json") {
      (whole, source, _: inout [SettingsIssue]) -> ConfigPicture? in
      whole.located.map { ConfigPicture(Whole.describe(), in: $0, source) }
    }.value.values(salt: salt)
  }

  private func words(_ old: ConfigValues, _ new: ConfigValues) -> [String] {
    old.changes(to: new).map { change in
      let texts = [change.old, change.new].compactMap { $0?.text() }
      return ([change.kind.rawValue, change.path] + texts).joined(separator: " ")
    }
  }

  @Test func aDefaultThatIsWrittenOutIsNoDifference() throws {
    let old = try values(#"{"faq":["faq.json"]}"#)
    #expect(words(old, try values(#"{"faq":["faq.json"],"limits":{"turns":3}}"#)) == [])
    #expect(
      words(old, try values(#"{"faq":["faq.json"],"limits":{"turns":4}}"#))
        == ["changed limits.turns 3 4"])
  }

  @Test func whatComesAndGoesAsAWholeIsOneChange() throws {
    let old = try values(#"{"faq":[],"teams":{"care":{}}}"#)
    let new = try values(#"{"faq":[],"teams":{"night":{"turns":2}},"console":{}}"#)
    #expect(words(old, new) == ["added console", "removed teams.care", "added teams.night"])
  }

  /// `care` has paths that sort behind those of `careA`, letter by letter.
  @Test func aNameThatBeginsAnotherDoesNotHideIt() throws {
    let old = ConfigValues(entries: [:])
    let new = ConfigValues(entries: [
      "care": .element, #"care["x"]"#: .value(1), "care.a": .value(1), "careA": .element,
    ])
    #expect(words(old, new) == ["added care", "added careA"])
  }

  @Test func entriesOfADocumentAreComparedByTheirIDs() throws {
    let config = #"{"faq":["faq.json"]}"#
    let old = try values(config)
    try folder.write(
      #"{"entries":[{"id":"new","answer":"Yes."},{"id":"late-order","answer":"Later."}]}"#,
      to: "faq.json")
    let document = #"faq["faq.json"]:entries"#
    let late = document + #"["late-order"]"#
    let new = try values(config)
    #expect(
      words(old, new) == [
        "changed \(late).answer \"Soon.\" \"Later.\"", "added \(document).new",
      ])
    try folder.write(
      #"{"entries":[{"id":"late-order","answer":"Later."},{"id":"new","answer":"Yes."}]}"#,
      to: "faq.json")
    let orders = #"["new","late-order"] ["late-order","new"]"#
    #expect(words(new, try values(config)) == ["reordered \(document) \(orders)"])
    try folder.write(#"{"entries":[]}"#, to: "faq.json")
    #expect(words(old, try values(config)) == ["removed \(late)"])
  }

  @Test func aSecretIsComparedAndNeverShown() throws {
    let config = #"{"faq":[],"token":{"env":"TOKEN"}}"#
    let old = try values(config, ["TOKEN": "zq9old"])
    let new = try values(config, ["TOKEN": "zq9new"])
    #expect(words(old, new) == ["changed token"])
    #expect(old.changes(to: new).map(\.isSecret) == [true])
    #expect(words(old, try values(config, ["TOKEN": "zq9old"])) == [])
    #expect(!old.json.text().contains("zq9"))
    let salted = try values(config, ["TOKEN": "zq9old"], salt: "t")
    #expect(old.entries["token"] != salted.entries["token"])
  }

  @Test func aFileThatIsReadWithTheConfigCountsWithItsContent() throws {
    let config = #"{"faq":[],"holidays":["a.ics"]}"#
    try folder.write("one", to: "a.ics")
    let old = try values(config)
    try folder.write("two", to: "a.ics")
    #expect(old.changes(to: try values(config)).map(\.path) == [#"holidays["a.ics"]"#])
  }

  @Test func theFormOfTheLocalAPIKeepsAll() throws {
    let values = try values(
      #"{"faq":["faq.json"],"token":{"env":"T"},"teams":{"care":{}}}"#, ["T": "x"])
    #expect(ConfigValues(values.json) == values)
  }

  @Test(arguments: [
    ("limits.drain", "limits.drain", true), ("limits.drained", "limits.drain", false),
    ("console.listen", "console", true), ("consoles", "console", false),
    (#"connectors["a-b"].mode"#, #"connectors["a-b"]"#, true), ("guide.file:words", "guide", true),
  ])
  func aPathIsInsideAnother(_ path: String, _ part: String, _ isInside: Bool) {
    #expect(ConfigValues.isInside(path, part) == isInside)
  }
}
