import ArgumentParser
import ConfigLoading
import Engine
import Foundation
import PluginKit

/// `replyd diff`: what a reload would change.
struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Shows what a reload would change in the running daemon, or between two files.",
    discussion: "Status 0: nothing differs; 1: an error; 2: something differs.")

  @OptionGroup var config: ConfigOption
  @Option(name: .long, help: "Compare with this config instead of the running daemon's.")
  var against: String?
  @Flag(name: .long, help: "Print JSON.") var json = false

  func run() async throws {
    let changes = if let against { try between(against) } else { try await running() }
    if json {
      Terminal.json(.array(changes.map(\.json)))
    } else {
      print(changes)
    }
    if !changes.isEmpty { throw ExitCode(2) }
  }

  /// From `--config` to `--against`.
  private func between(_ other: String) throws -> [ConfigChange] {
    var second = config
    second.config = other
    let old = try config.load(forDaemon: true).assembly
    return old.changes(to: try second.load(forDaemon: true).assembly)
  }

  /// From what runs to `--config`.
  private func running() async throws -> [ConfigChange] {
    let next = try config.load(forDaemon: true).assembly
    let answer = try await Operations(config).perform(.config)
    guard let salt = answer["salt"]?.string,
      let old = answer["values"].flatMap({ ConfigValues($0) }),
      let new = next.picture?.values(salt: salt)
    else {
      Terminal.error("the running daemon gives no config that this replyd can read: restart it")
      throw ExitCode(1)
    }
    return old.changes(to: new)
  }

  private func print(_ changes: [ConfigChange]) {
    for change in changes { Terminal.line(change.line) }
    let fixed = changes.filter(Assembly.needsRestart)
    if changes.isEmpty {
      Terminal.line("Nothing differs.")
    } else if !fixed.isEmpty {
      Terminal.line("What needs a restart is not reloaded, and nothing else with it.")
    }
  }
}

extension ConfigChange {
  fileprivate var restart: Bool { Assembly.needsRestart(self) }

  fileprivate var json: JSONValue {
    [
      "path": .string(path), "change": .string(kind.rawValue), "old": old ?? .null,
      "new": new ?? .null, "secret": .bool(isSecret), "needsRestart": .bool(restart),
    ]
  }

  /// One line: `~ limits.coalesce: "3s" → "5s"`.
  fileprivate var line: String {
    let values = [old, new].map { $0.map { Terminal.safe($0.text(), limit: 100) } }
    let what =
      switch kind {
      case .added: "+ \(path)" + (values[1].map { ": \($0)" } ?? " added")
      case .removed: "- \(path)" + (values[0].map { ": \($0)" } ?? " removed")
      case .reordered: "~ \(path): order \(values[0] ?? "") → \(values[1] ?? "")"
      case .changed:
        isSecret ? "~ \(path): changed" : "~ \(path): \(values[0] ?? "") → \(values[1] ?? "")"
      }
    return Terminal.safe(what, limit: 400) + (restart ? "  (needs a restart)" : "")
  }
}
