import ConfigLoading
import PluginKit
import PluginTesting
import Testing

private enum Action: String, CaseIterable, Sendable { case say, skip }

private struct Page: Settings {
  init(_ f: inout Fields) { _ = f.string("title", help: "its title") }
}

private struct Part: Settings {
  init(_ f: inout Fields) {
    _ = f.choice("do", default: Action.say, help: "what is done")
    _ = f.optionalString("reason", help: "why")
    f.need("reason", when: "do", is: [Action.skip], "it is recorded")
    _ = f.optionalReference("team", to: .teams, help: "who")
  }
}

private struct Whole: Settings {
  init(_ f: inout Fields) {
    _ = f.duration("wait", default: .seconds(5), in: .zero ... .minutes(1), help: "how long")
    _ = f.integer("count", in: 1...5, unit: "a day", help: "how many")
    _ = f.objects("parts", as: Part.self, count: 1...3, help: "its parts")
    _ = f.optionalDocument("page", as: Page.self, help: "a page")
    _ = f.optionalSecret("key", help: "for the server")
  }
}

@Suite struct ConfigurationSchemaTests {
  private let schema = ConfigurationSchema.schema(of: Whole.describe(), title: "whole")
  private var properties: JSONValue? { schema["properties"] }

  @Test func aFieldHasItsTypeBoundsDefaultAndHelp() {
    #expect(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema")
    #expect(schema["required"] == ["count"] && schema["additionalProperties"] == false)
    #expect(
      properties?["wait"] == [
        "description": "how long (from 0ms to 1m)", "type": "string",
        "pattern": "^[0-9]+(\\.[0-9]+)?(ms|s|m|h|d)$", "default": "5s",
      ])
    #expect(
      properties?["count"] == [
        "description": "how many (a day)", "type": "integer", "minimum": 1, "maximum": 5,
      ])
    #expect(properties?["key"]?["$ref"] == "#/$defs/secret")
  }

  @Test func aConditionBetweenFieldsIsSaid() {
    let part = properties?["parts"]?["items"]
    #expect(properties?["parts"]?["minItems"] == 1 && properties?["parts"]?["maxItems"] == 3)
    #expect(
      part?["allOf"] == [
        [
          "if": ["properties": ["do": ["enum": ["skip"]]], "required": ["do"]],
          "then": ["required": ["reason"]],
        ]
      ])
  }

  @Test func aDocumentIsADefinition() {
    #expect(properties?["page"]?["x-document"] == "#/$defs/page")
    let page = schema["$defs"]?["page"]
    #expect(page?["required"] == ["title"])
    #expect(page?["properties"]?["$schema"] == ["type": "string"])
  }

  @Test func anIdThatIsNowhereIsNamedWithItsPlace() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      #"{"parts": [{"team": "care"}, {"team": "caer"}, {"team": 1}], "teams": {"care": {}}}"#,
      to: "a.json")
    let source = FileSettingsSource(environment: [:], currentFolder: folder.path)
    let root = LocatedSettings(
      node: try JSONReader.read(source.document(at: file)), path: "", file: file)
    let references = NamedReferences(Whole.describe(), in: root, source)
    #expect(references.issues(in: [.notifiers]) == [])
    #expect(
      references.issues(in: [.teams]).map(\.description) == [
        #"a.json:1:39: parts[1].team: unknown team "caer"; did you mean "care"?"#
      ])
  }
}
