import ArgumentParser
import Engine
import PluginKit

/// `replyd why MESSAGE`: the whole record of one message.
struct WhyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Explains what was done with a message, and why.")

  @OptionGroup var config: ConfigOption
  @Flag(name: .long, help: "Print JSON.") var json = false
  @Argument(help: "The message: its row, its remote id, connector/id, or the id of our reply.")
  var message: String

  func run() async throws {
    let record = try await Operations(config).perform(.why(message))
    if json { return Terminal.json(record) }
    WhyText(record: record).print()
  }
}

/// The record in words.
private struct WhyText {
  let record: JSONValue

  func print() {
    let message = record["message"]
    Terminal.line(
      Terminal.coloured(
        "\(text(message, "id"))  from \(text(message, "author"))  \(text(message, "createdAt"))",
        .bold))
    Terminal.line("  “\(text(message, "text"))”")
    let closing = message?["closing"]?.string.map { " as \($0)" } ?? ""
    let detail = message?["closingDetail"]?.string.map { ": \(Terminal.safe($0))" } ?? ""
    Terminal.line("  \(text(message, "state"))\(closing)\(detail)")
    for decision in list("decisions") { decided(decision) }
    for reply in list("replies") { replied(reply) }
    for handoff in list("handoffs") { handedOff(handoff) }
    Terminal.line("\nEvents")
    for event in list("events") {
      Terminal.line("  \(text(event, "at"))  \(text(event, "event"))  \(text(event, "detail"))")
    }
    Terminal.line("\nDeadlines")
    for deadline in list("deadlines") {
      let outcome = deadline["outcome"]?.string ?? "running"
      Terminal.line("  \(text(deadline, "at"))  \(text(deadline, "kind")): \(outcome)")
    }
  }

  private func decided(_ decision: JSONValue) {
    Terminal.line("\nDecision (cycle \(text(decision, "cycle")), config \(hash(decision)))")
    if case .object(let versions)? = decision["versions"], !versions.isEmpty {
      let named = versions.map { "\($0.key) \($0.value.string ?? "")" }.joined(separator: ", ")
      Terminal.line("  by \(Terminal.safe(named))")
    }
    Terminal.line("  \(text(decision, "action")) because \(text(decision, "reason"))")
    if case .object(let findings)? = decision["record"]?["findings"] {
      for finding in findings {
        Terminal.line(
          "  found     \(finding.key): \(Terminal.safe(finding.value.text(), limit: 300))")
      }
    }
    if case .object(let evidence)? = decision["record"]?["evidence"] {
      for each in evidence {
        Terminal.line("  evidence  \(each.key): \(Terminal.safe(each.value.text()))")
      }
    }
    for proposal in decision["record"]?["proposals"]?.array ?? [] {
      Terminal.line(
        "  proposed  \(text(proposal, "stage")): \(text(proposal, "proposes"))"
          + " — \(text(proposal, "text"))")
    }
  }

  private func replied(_ reply: JSONValue) {
    Terminal.line("\nReply: \(text(reply, "kind")), \(text(reply, "state"))")
    Terminal.line("  “\(text(reply, "text"))”")
    if let detail = reply["detail"]?.string { Terminal.line("  \(Terminal.safe(detail))") }
    for attempt in reply["attempts"]?.array ?? [] {
      Terminal.line(
        "  attempt \(text(attempt, "number"))  \(text(attempt, "startedAt"))"
          + "  \(text(attempt, "outcome"))  \(text(attempt, "detail"))")
    }
  }

  private func handedOff(_ handoff: JSONValue) {
    Terminal.line(
      "\nHandoff \(text(handoff, "row")) to \(text(handoff, "team")): \(text(handoff, "state"))")
    Terminal.line("  \(text(handoff, "urgency")) urgency; \(text(handoff, "reason"))")
    for told in handoff["notifications"]?.array ?? [] {
      Terminal.line(
        "  told \(text(told, "notifier")), level \(text(told, "level")): \(text(told, "state"))"
          + "  \(text(told, "sentAt"))  \(text(told, "detail"))")
    }
  }

  private func hash(_ decision: JSONValue) -> String {
    String((decision["config"]?.string ?? "unknown").prefix(12))
  }

  private func list(_ key: String) -> [JSONValue] { record[key]?.array ?? [] }

  private func text(_ value: JSONValue?, _ key: String) -> String {
    guard let found = value?[key], found != .null else { return "" }
    return Terminal.safe(found.string ?? found.text(), limit: 500)
  }
}
