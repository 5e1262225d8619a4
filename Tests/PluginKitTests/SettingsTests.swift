import PluginKit
import Testing

private enum Size: String, CaseIterable, Sendable { case small, large }

private struct Inner: Settings {
  let depth: Int
  let token: Secret?
  init(_ f: inout Fields) {
    depth = f.integer("depth", default: 1, in: 0...9, help: "how deep")
    token = f.optionalSecret("token", help: "for the server")
  }
}

private struct Page: Settings {
  let title: String
  init(_ f: inout Fields) { title = f.string("title", help: "its title") }
}

private struct Outer: Settings {
  let name: String
  let share: Double
  let wait: Duration
  let size: Size
  let isOn: Bool
  let inner: Inner
  let list: [Inner]
  let byID: [(id: String, value: Inner)]
  let file: String
  let page: Page?
  let greeting: [(id: String, value: String)]

  init(_ f: inout Fields) {
    name = f.string("name", help: "what it is called")
    share = f.number("share", default: 0.5, in: 0...1, help: "of the whole")
    wait = f.duration(
      "wait", default: .minutes(15), in: .seconds(1) ... .hours(1), help: "how long")
    size = f.choice("size", default: .small, help: "how large")
    isOn = f.flag("isOn", default: true, help: "whether")
    inner = f.object("inner", as: Inner.self, help: "inside")
    list = f.objects("list", as: Inner.self, help: "several")
    byID = f.map("byID", as: Inner.self, help: "named")
    file = f.path("file", default: "x/y.txt", help: "where")
    page = f.optionalDocument("page", as: Page.self, help: "a page")
    greeting = f.textMap("greeting", help: "by language")
    f.require("name", "must not be empty") { [name] in !name.isEmpty }
  }
}

@Suite struct SettingsTests {
  @Test func whatIsLeftOutHasItsDefault() throws {
    let (value, issues) = try Outer.read(#"{"name": "n"}"#)
    #expect(issues == [])
    #expect(value.share == 0.5 && value.wait == .minutes(15) && value.size == .small)
    #expect(value.isOn && value.inner.depth == 1 && value.list.isEmpty && value.page == nil)
    #expect(value.file == "/c/x/y.txt")
  }

  @Test func whatIsGivenIsRead() throws {
    let (value, issues) = try Outer.read(
      #"""
      {"name": "n", "share": 1, "wait": "90s", "size": "large", "isOn": false,
       "inner": {"depth": 2}, "list": [{"depth": 3}, {}], "byID": {"b": {}, "a": {"depth": 4}},
       "file": "/z", "greeting": {"en": "hi"}}
      """#)
    #expect(issues == [])
    #expect(value.share == 1 && value.wait == .seconds(90) && value.size == .large && !value.isOn)
    #expect(value.inner.depth == 2 && value.list.map(\.depth) == [3, 1])
    #expect(value.byID.map(\.id) == ["b", "a"] && value.byID.map(\.value.depth) == [1, 4])
    #expect(value.file == "/z" && value.greeting.map(\.value) == ["hi"])
  }

  @Test func allErrorsComeAtOnceEachWithItsPlace() throws {
    let (_, issues) = try Outer.read(
      #"""
      {"nmae": "n", "share": 2, "wait": "1d",
       "size": "lrge",
       "isOn": 1, "inner": {"depth": 1.5, "dept": 1},
       "list": [{}, {"depth": 10}, 3],
       "byID": {"late-order": {"depth": "1"}}, "greeting": {"en": 1}}
      """#)
    #expect(
      issues == [
        "c/main.json:1:1: \"name\" is required: what it is called",
        "c/main.json:1:24: share: expected a number from 0 to 1, found 2",
        "c/main.json:1:35: wait: expected a duration such as \"15m\" or \"24h\" from 1s to 1h, "
          + "found \"1d\"",
        "c/main.json:2:10: size: expected one of small, large, found \"lrge\"; "
          + "did you mean \"large\"?",
        "c/main.json:3:10: isOn: expected true or false, found 1",
        "c/main.json:3:32: inner.depth: expected a whole number, found 1.5",
        "c/main.json:3:37: inner: unknown key \"dept\"; did you mean \"depth\"?",
        "c/main.json:4:25: list[1].depth: expected a number from 0 to 9, found 10",
        "c/main.json:4:30: list[2]: expected an object, found 3",
        "c/main.json:5:35: byID[\"late-order\"].depth: expected a number from 0 to 9, found \"1\"; "
          + "write it without quotes",
        "c/main.json:5:61: greeting.en: expected a string, found 1; write it in double quotes",
        "c/main.json:1:2: unknown key \"nmae\"; did you mean \"name\"?",
      ])
  }

  @Test(arguments: [
    ("zzzzzz", "unknown key \"zzzzzz\"; known keys: depth, token"),
    ("Depth", "did you mean \"depth\"?"), ("tokne", "did you mean \"token\"?"),
  ])
  func anUnknownKeyNamesTheNearest(_ key: String, _ message: String) throws {
    let (_, issues) = try Inner.read("{\"\(key)\": 1}")
    #expect(issues.count == 1 && issues[0].contains(message), "\(issues)")
  }

  @Test func settingsWithoutFieldsSaySo() throws {
    #expect(try NoSettings.read("{\"a\": 1}").issues[0].hasSuffix("there is nothing to set here"))
  }

  @Test func aRequirementIsCheckedWhenGiven() throws {
    let issues = try Outer.read(#"{"name": ""}"#).issues
    #expect(issues == ["c/main.json:1:10: name: must not be empty"])
  }

  @Test func aDocumentHasErrorsAtItsOwnLines() throws {
    let source = SourceInMemory(documents: [
      "/c/p/a.json": "{\n  \"titel\": 1\n}", "/c/p/b.json": "{\n  x}",
    ])
    #expect(
      try Outer.read(#"{"name": "n", "page": "p/a.json"}"#, source).issues == [
        "c/p/a.json:1:1: \"title\" is required: its title",
        "c/p/a.json:2:3: unknown key \"titel\"; did you mean \"title\"?",
      ])
    #expect(
      try Outer.read(#"{"name": "n", "page": "p/b.json"}"#, source).issues == [
        "c/p/b.json:2:3: expected a key in double quotes, found \"x\""
      ])
    #expect(
      try Outer.read(#"{"name": "n", "page": "p/c.json"}"#, source).issues == [
        "c/main.json:1:23: page: cannot read c/p/c.json: there is no such file"
      ])
  }
}
