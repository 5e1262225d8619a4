import ConfigLoading
import PluginKit
import PluginTesting
import Testing

private struct Entry: Settings {
  let text: String
  init(_ f: inout Fields) { text = f.string("text", help: "what it says") }
}

private struct Shop: Settings {
  let name: String
  let entries: [Entry]
  let token: Secret?
  let rest: LocatedSettings?
  init(_ f: inout Fields) {
    name = f.string("name", default: "shop", help: "its name")
    entries = f.documents("entries", as: Entry.self, help: "what it says")
    token = f.optionalSecret("token", help: "for the server")
    rest = f.anything("rest", help: "for a plugin")
  }
}

@Suite struct ConfigurationLoaderTests {
  private let folder: TemporaryFolder
  private let loader: ConfigurationLoader

  init() throws {
    folder = try TemporaryFolder()
    loader = ConfigurationLoader(
      environment: ["SHOP_TOKEN": "hunter2", "EMPTY": ""], currentFolder: folder.path)
  }

  private func issues(of path: String = "config/shop.json") -> [String] {
    do throws(SettingsIssues) {
      _ = try loader.load(Shop.self, from: path)
      return []
    } catch {
      return error.all.map(\.description)
    }
  }

  @Test func pathsStartAtTheFileThatNamesThem() throws {
    try folder.write(#"{"entries": ["faq/a.json", "../b.json"]}"#, to: "config/shop.json")
    try folder.write(#"{"text": "a"}"#, to: "config/faq/a.json")
    try folder.write(#"{"text": "b"}"#, to: "b.json")
    let loaded = try loader.load(Shop.self, from: "config/shop.json")
    #expect(loaded.value.entries.map(\.text) == ["a", "b"])
    #expect(
      loaded.documents
        == ["b.json", "config/faq/a.json", "config/shop.json"].map(folder.path(of:)))
  }

  @Test func theHashCoversEveryDocumentAndNothingElse() throws {
    let config = #"{"entries": ["a.json", "a.json"], "token": {"env": "SHOP_TOKEN"}}"#
    try folder.write(config, to: "config/shop.json")
    try folder.write(#"{"text": "a"}"#, to: "config/a.json")
    let first = try loader.load(Shop.self, from: "config/shop.json")
    #expect(first.hash.count == 64 && first.hash.allSatisfy(\.isHexDigit))
    let otherSecret = ConfigurationLoader(
      environment: ["SHOP_TOKEN": "hunter3"], currentFolder: "/")
    let same = try otherSecret.load(Shop.self, from: folder.path(of: "config/shop.json"))
    #expect(same.hash == first.hash)
    #expect(same.value.token?.reveal() == "hunter3")
    try folder.write(#"{"text": "b"}"#, to: "config/a.json")
    #expect(try loader.load(Shop.self, from: "config/shop.json").hash != first.hash)
  }

  @Test func theHashIsSHA256OverLengthAndBytes() throws {
    try folder.write("{}", to: "empty.json")
    // printf '\x02\0\0\0\0\0\0\0{}' | sha256sum
    #expect(
      try loader.load(NoSettings.self, from: "empty.json").hash
        == "411a485216e432ece6b9af94fa32154cf79a2a56d4f81266baa50063f45092bd")
  }

  @Test func allIssuesComeInFileOrderAndOnce() throws {
    try folder.write(
      """
      {"nam": 1,
       "entries": ["z.json", "a.json", "a.json", "gone.json"],
       "token": {"env": "EMPTY"}}
      """, to: "config/shop.json")
    try folder.write(#"{"text": 1, "x": 2}"#, to: "config/a.json")
    try folder.write("{\n  ?", to: "config/z.json")
    #expect(
      issues() == [
        "config/shop.json:1:2: unknown key \"nam\"; did you mean \"name\"?",
        "config/shop.json:2:44: entries[3]: cannot read config/gone.json: "
          + "there is no such file; create it or correct the path",
        "config/shop.json:3:19: token: the environment variable EMPTY is not set or empty "
          + "in the environment; set it before replyd starts",
        "config/a.json:1:10: text: expected a string, found 1; write it in double quotes",
        "config/a.json:1:13: unknown key \"x\"; known keys: text",
        "config/z.json:2:3: expected a key in double quotes, found \"?\"",
      ])
  }

  @Test func aMissingConfigIsOneIssueThatSaysWhatToDo() {
    #expect(
      issues(of: "none.json") == [
        "none.json:1:1: there is no such config file; create it, or name yours with --config"
      ])
  }

  @Test func whatIsNoFileIsNoConfig() {
    #expect(issues(of: folder.path).map { $0.contains("name a regular file") } == [true])
  }

  @Test func aHugeConfigIsRefused() throws {
    let size = FileSettingsSource.documentLimit + 1
    try folder.write([UInt8](repeating: 0x20, count: size), to: "huge.json")
    #expect(issues(of: "huge.json").map { $0.contains("larger than 8192 KiB") } == [true])
  }

  @Test func aSyntaxErrorPoints() throws {
    try folder.write("{\n \"name\": }", to: "config/shop.json")
    #expect(issues() == ["config/shop.json:2:10: expected a value, found \"}\""])
  }

  @Test func pluginsFailTogetherWithTheConfig() throws {
    let plugin = Plugin<String>("entry", "says something", settings: Entry.self) { settings, _ in
      settings.text
    }
    try folder.write(
      #"{"nme": 1, "entries": [], "rest": {"txt": "a"}}"#, to: "config/shop.json")
    let failure = #expect(throws: SettingsIssues.self) {
      try loader.load(Shop.self, from: "config/shop.json") { settings, source, issues in
        settings.rest.flatMap {
          plugin.make($0, environment: .make(), source: source, issues: &issues)
        }
      }
    }
    #expect(
      failure?.all.map(\.description) == [
        "config/shop.json:1:2: unknown key \"nme\"; did you mean \"name\"?",
        "config/shop.json:1:35: rest: \"text\" is required: what it says",
        "config/shop.json:1:36: rest: unknown key \"txt\"; did you mean \"text\"?",
      ])
  }

  @Test func whatPluginsReadIsInTheHash() throws {
    let plugin = Plugin<[Entry]>("shop", "reads", settings: Shop.self) { settings, _ in
      settings.entries
    }
    try folder.write(#"{"entries": [], "rest": {"entries": ["p.json"]}}"#, to: "s.json")
    try folder.write(#"{"text": "p"}"#, to: "p.json")
    let loaded = try loader.load(Shop.self, from: "s.json") { settings, source, issues in
      settings.rest.flatMap {
        plugin.make($0, environment: .make(), source: source, issues: &issues)
      }
    }
    #expect(loaded.value.map(\.text) == ["p"])
    #expect(loaded.documents.contains(folder.path(of: "p.json")))
  }
}
