import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing

/// `replyd diff`: what a reload would change.
@Suite struct DiffTests {
  @Test func betweenTwoFilesEveryChangedKeyIsNamed() async throws {
    let setup = try CommandSetup()
    let old = setup.folder.path(of: "replyd.json")
    let text = try String(contentsOfFile: old, encoding: .utf8)
    let other = try setup.folder.write(
      text.replacing("0.7", with: "0.8").replacing("var/replyd.sqlite", with: "var/b.sqlite")
        .replacing("\"chat\"", with: "\"desk\""), to: "other.json")
    let done = try await setup.run("diff", "--against", other)
    #expect(done.status == 2)
    #expect(done.output.contains("~ stages.faq.settings.answerAbove: 0.7 → 0.8\n"))
    #expect(done.output.contains("~ store.sqlite: ") && done.output.contains("(needs a restart)"))
    #expect(done.output.contains("+ notifiers.desk added\n- ") == false)
    #expect(done.output.contains("+ notifiers.desk added\n"))
    #expect(done.output.contains("- notifiers.chat removed\n"))
    let same = try await setup.run("diff", "--against", old)
    #expect(same.status == 0 && same.output == "Nothing differs.\n")
    try setup.folder.write("{", to: "broken.json")
    let broken = try await setup.run("diff", "--against", setup.folder.path(of: "broken.json"))
    #expect(broken.status == 1 && broken.error.contains("broken.json:1:"))
  }

  @Test func withoutADaemonThereIsNothingToCompareWith() async throws {
    let done = try await CommandSetup().run("diff")
    #expect(done.status == 1 && !done.error.isEmpty)
  }

  @Test func againstTheRunningDaemonSecretsAreOnlyChanged() async throws {
    let server = try LoopbackMastodonProcess()
    let setup = try DaemonSetup(server: server.server)
    let daemon = try await setup.started()
    let before = try await setup.command("diff")
    #expect(before.status == 0, "\(before.output)\(before.error)")
    // Both belong to one file of the config that the daemon does not watch: a copy.
    let text = try String(contentsOfFile: setup.config, encoding: .utf8)
    try setup.folder.write("zq9token", to: "token2", mode: 0o600)
    try setup.folder.write(
      try String(contentsOfFile: setup.folder.path(of: "faq.json"), encoding: .utf8)
        .replacing("\"baggage\"", with: "\"luggage\""), to: "faq2.json")
    let next = try setup.folder.write(
      text.replacing("\"token\"\n", with: "\"token2\"\n").replacing("100ms", with: "200ms"),
      to: "next.json")
    let done = try await setup.binary.run(["diff", "--config", next])
    #expect(done.status == 2, "\(done.output)\(done.error)")
    #expect(done.output.contains(#"~ limits.coalesce: "100ms" → "200ms""#))
    #expect(done.output.contains("~ connectors.mastodon.settings.token: changed\n"))
    #expect(!done.output.contains("zq9") && !done.output.contains(LoopbackMastodonProcess.token))
    try setup.folder.write(
      text.replacing("\"faq.json\"", with: "\"faq2.json\""), to: "next.json")
    let faq = try await setup.binary.run(["diff", "--config", next])
    #expect(faq.status == 2 && faq.output.contains(#"+ stages.faq.settings.entries["faq2.json"]"#))
    let open = try await setup.page("/api/v1/config")
    #expect(open.status == 401, "values need the operator's token")
    _ = try await daemon.terminate(within: .seconds(20))
  }
}
