import ArgumentParser
import Engine
import PluginKit

/// `replyd verify`: the promises, checked on the store.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Checks the promises P1–P10 on the store; status 1 when one is broken.")

  @OptionGroup var config: ConfigOption
  @Flag(name: .long, help: "Print JSON.") var json = false

  func run() async throws {
    let violations = try await Operations(config).perform(.verify)
    let found = violations.array ?? []
    if json {
      Terminal.json(violations)
    } else if found.isEmpty {
      Terminal.line("Every promise holds.")
    }
    for violation in found where !json {
      let message = violation["message"].map { $0 == .null ? "" : " (message \($0.text()))" } ?? ""
      Terminal.line(
        "\(violation["promise"]?.string ?? ""): \(violation["what"]?.string ?? "")\(message); "
          + (violation["repair"]?.string ?? ""))
    }
    if !found.isEmpty { throw ExitCode(1) }
  }
}
