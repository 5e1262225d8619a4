import PluginKit
import PluginTesting
import TestSupport
import Testing

/// What customers write never acts on the operator's terminal.
struct HostileTextTests {
  private let setup: CommandSetup

  init() throws { setup = try CommandSetup(mode: "draft", recording: Recordings.hostile) }

  /// Line feeds are ours; any other control, format or separator character is a customer's.
  private func acting(_ text: String) -> [String] {
    text.unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar != "\n"
      case .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
      default: false
      }
    }.map { "U+" + String($0.value, radix: 16, uppercase: true) }
  }

  @Test func theDemoShowsNothingThatActs() async throws {
    let done = try await setup.run("demo")
    #expect(done.status == 0 && done.output.contains("zx42"))
    #expect(acting(done.output + done.error) == [])
  }

  @Test(arguments: [
    (["why", "demo/h1"], "zx42"), (["why", "demo/h2"], "Where is my"), (["handoffs"], "zx42"),
    (["drafts"], "Where is my"), (["status"], "messages"), (["verify"], "promise"),
  ])
  func aCommandShowsNothingThatActs(_ words: [String], _ marker: String) async throws {
    try await setup.runUntilDone()
    let done = try await setup.binary.run(
      words + ["--config", setup.folder.path(of: "replyd.json")])
    #expect(done.status == 0 && done.output.contains(marker), "\(words)")
    #expect(acting(done.output + done.error) == [])
  }

  @Test func theLogShowsNothingThatActs() async throws {
    let done = try await setup.run("run", "--until-done", "--log-level", "debug")
    #expect(done.status == 0 && (done.output + done.error).contains("zx42"))
    #expect(acting(done.output + done.error) == [])
  }

  @Test(arguments: [["why", "demo/h1"], ["handoffs"], ["drafts"]])
  func jsonEscapesWhatActs(_ words: [String]) async throws {
    try await setup.runUntilDone()
    let done = try await setup.binary.run(
      words + ["--json", "--config", setup.folder.path(of: "replyd.json")])
    _ = try JSONReader.read(done.output.utf8)
    #expect(acting(done.output + done.error) == [])
  }
}
