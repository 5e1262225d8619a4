import PluginKit
import TestSupport
import Testing

/// `replyd plugins` and `replyd schema`: what an operator can set, without reading code.
struct PluginsTests {
  private let binary: ReplydBinary

  init() throws { binary = try ReplydBinary() }

  @Test func everyPluginIsListedWithItsPurpose() async throws {
    let done = try await binary.run(["plugins"])
    #expect(done.status == 0)
    let lines = done.output.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.hasPrefix("  faq ") && $0.contains("Answers with the FAQ entry") })
    #expect(lines.contains("connectors") && lines.contains("notifiers"))
    #expect(lines.allSatisfy { $0.count <= 120 })
  }

  @Test func thePluginsAreListedAsJSON() async throws {
    let done = try await binary.run(["plugins", "--json"])
    let plugins = try JSONReader.read(done.output.utf8).plain.array ?? []
    let faq = plugins.first { $0["name"] == "faq" }
    #expect(faq?["kind"] == "stage" && faq?["summary"]?.string?.isEmpty == false)
  }

  @Test func aPluginShowsItsSettings() async throws {
    let output = try await binary.run(["plugins", "show", "faq"]).output
    #expect(output.contains("faq, a stage"))
    #expect(output.contains("answerAbove (number from 0 to 1; default 0.6)"))
    #expect(output.contains("entries[].questions (array of texts, 1 to 1000 of them; required)"))
    #expect(output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(output)")
  }

  @Test func aPluginShowsItsSettingsAsJSON() async throws {
    let done = try await binary.run(["plugins", "show", "faq", "--json"])
    let faq = try JSONReader.read(done.output.utf8).plain
    #expect(faq["settings"]?.array?.first?["name"] == "entries")
    #expect(faq["documents"]?.array?.count == 2)
    #expect(faq["schema"]?["properties"]?["answerAbove"]?["maximum"] == 1)
  }

  @Test func anUnknownPluginIsNamedWithTheNearest() async throws {
    let done = try await binary.run(["plugins", "show", "fqa"])
    #expect(done.status == 1 && done.output.isEmpty)
    #expect(done.error == "unknown plugin \"fqa\"; did you mean \"faq\"?\n")
  }

  @Test func theSchemaIsPrinted() async throws {
    let done = try await binary.run(["schema"])
    let schema = try JSONReader.read(done.output.utf8).plain
    #expect(done.status == 0)
    #expect(schema["properties"]?["$schema"]?["type"] == "string")
    #expect(schema["additionalProperties"] == false)
  }
}
