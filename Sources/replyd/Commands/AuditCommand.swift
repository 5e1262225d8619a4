import ArgumentParser
import Engine
import PluginKit

/// `replyd audit`: who did what.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Prints who did what, the last first.")
  @OptionGroup var config: ConfigOption
  @Option(name: .long, help: "Since so long ago, \"7d\".") var since: DurationOption?
  @Option(name: .long, help: "Only what this user or operator did.") var who: String?
  @Option(name: .long, help: "Only this: \"users\", \"handoffs.take\".") var action: String?
  @Option(name: .long, help: "At most so many entries.") var limit = 1000
  @Flag(name: .long, help: "Print JSON lines.") var json = false

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit must be at least 1") }
  }

  func run() async throws {
    let operations = try Operations(config)
    var before: Int64?
    var left = limit
    while left > 0 {
      let page = try await operations.perform(
        .access(
          .audit(.init(since: since?.value, who: who, action: action, before: before))))
      let rows = page.array ?? []
      for row in rows.prefix(left) { show(row) }
      left -= rows.count
      guard let last = rows.last?["id"]?.number, rows.count == AuditQuery.limit else { return }
      before = Int64(last)
    }
  }

  private func show(_ row: JSONValue) {
    if json { return Terminal.json(row, pretty: false) }
    func text(_ name: String) -> String? { row[name]?.string.map { Terminal.safe($0, limit: 500) } }
    let who = (text("who") ?? "") + (text("role").map { " (\($0))" } ?? "")
    var words = [text("at") ?? "", who, text("action") ?? ""]
    if let target = text("target") { words.append(target) }
    if let outcome = text("outcome"), outcome != "done" { words.append(outcome.uppercased()) }
    if let address = text("address") { words.append("from \(address)") }
    if let detail = text("detail") { words.append(": \(detail)") }
    Terminal.line(words.joined(separator: "  "))
  }
}
