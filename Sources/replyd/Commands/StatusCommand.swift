import ArgumentParser
import Engine
import PluginKit

/// `replyd status`: how many, how old, what is on hold.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Shows what the store holds and what waits.")

  @OptionGroup var config: ConfigOption
  @Flag(name: .long, help: "Print JSON.") var json = false

  func run() async throws {
    let status = try await Operations(config).perform(.status)
    if json { return Terminal.json(status) }
    let isRunning = status["running"]?.bool ?? false
    Terminal.line("daemon      \(isRunning ? "running" : "not running")")
    if let hash = status["config"]?.string { Terminal.line("\(pad("config")) \(hash.prefix(12))") }
    if let why = status["refusedConfig"]?.string {
      Terminal.line(Terminal.coloured("\(pad("CONFIG")) \(Terminal.safe(why, limit: 400))", .red))
    }
    for key in ["messages", "open", "answered", "acknowledged", "handedOff"] {
      Terminal.line("\(pad(key)) \(status[key]?.text() ?? "0")")
    }
    for key in ["ignored", "replies", "handoffs", "attempts"] { counts(key, status[key]) }
    for key in ["met", "missed", "running"] { counts("windows \(key)", status["windows"]?[key]) }
    Terminal.line("\(pad("notify")) \(status["pendingNotifications"]?.text() ?? "0") pending")
    if let oldest = status["oldestUnanswered"]?.string {
      Terminal.line("\(pad("oldest")) open since \(oldest)")
    }
    for hold in status["holds"]?.array ?? [] {
      Terminal.line(
        Terminal.coloured(
          "HOLD        \(hold["scope"]?.string ?? ""): "
            + Terminal.safe(hold["reason"]?.string ?? "")
            + " (by \(hold["by"]?.string ?? ""))", .red))
    }
  }

  private func counts(_ name: String, _ value: JSONValue?) {
    guard case .object(let members)? = value, !members.isEmpty else { return }
    let parts = members.map { "\($0.value.text()) \(Terminal.safe($0.key, limit: 80))" }
    Terminal.line("\(pad(name)) \(parts.joined(separator: ", "))")
  }

  private func pad(_ name: String) -> String {
    name + String(repeating: " ", count: max(0, 11 - name.count))
  }
}
