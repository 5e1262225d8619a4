import Engine
import PluginKit

/// An incident in words. Whatever customers and operators wrote is made safe first.
struct IncidentText {
  private let record: JSONValue

  init(_ record: JSONValue) { self.record = record }

  private func text(_ name: String, limit: Int = 200) -> String {
    record[name]?.string.map { Terminal.safe($0, limit: limit) } ?? ""
  }

  private func number(_ name: String) -> Int { Int(record[name]?.number ?? 0) }

  /// Two or three lines of a list.
  func printRow() {
    let isOpen = text("state") == "open"
    let severity = record["severity"]?.number.map { " \(JSONValue.rounded($0, digits: 2).text())" }
    Terminal.line(
      Terminal.coloured(
        "#\(number("id"))  \(state)  \(text("category"))\(severity ?? "")  "
          + "procedure \(text("procedure"))  since \(text("openedAt"))", isOpen ? .red : .grey))
    if let burst = record["burst"], burst["name"]?.string != nil {
      Terminal.line("    \(Terminal.safe(burst["sentence"]?.string ?? "", limit: 300))")
      for example in (burst["examples"]?.array ?? []).compactMap(\.string) {
        Terminal.line("      “\(Terminal.safe(example, limit: 120))”")
      }
    } else {
      Terminal.line("    \(text("message")): “\(text("text", limit: 120))”")
    }
    let holds = (record["holds"]?.array ?? []).compactMap(\.string).map { Terminal.safe($0) }
    var facts = ["\(number("messages")) message(s)"]
    if let steps = record["steps"]?.number {
      facts.append("\(number("stepsDone")) of \(Int(steps)) steps done")
    }
    if !holds.isEmpty {
      facts.append("holds \(holds.joined(separator: ", ")): \(number("holding")) replies")
    }
    if isOpen { facts.append(ending) }
    Terminal.line("    \(facts.joined(separator: "; "))")
  }

  /// `OPEN`, `QUIET`, `resumed` or `merged into #3`.
  private var state: String {
    if let other = record["burst"]?["mergedInto"]?.number { return "merged into #\(Int(other))" }
    guard text("state") == "open" else { return "resumed" }
    return record["burst"]?["quietAt"]?.string == nil ? "OPEN" : "QUIET"
  }

  private var ending: String {
    let may = (record["mayResume"]?.array ?? []).compactMap(\.string).map { Terminal.safe($0) }
    let agreed = (record["agreed"]?.array ?? []).compactMap(\.string).map { Terminal.safe($0) }
    let people = number("people")
    let who = may.isEmpty ? "anybody" : may.joined(separator: " or ")
    let count = people > 1 ? "\(people) different people of \(who)" : who
    let so = agreed.isEmpty ? "" : " (agreed: \(agreed.joined(separator: ", ")))"
    return "ends by \(count)\(so): replyd incidents resume \(number("id")) --as NAME"
  }
}

extension IncidentText {
  /// The after-action report.
  var report: [String] {
    heading + counts + steps + ["", "Timeline"] + timeline
  }

  private var heading: [String] {
    let end = record["resumedAt"]?.string ?? "still open"
    let burst = record["burst"]?["sentence"]?.string.map {
      ["  what     \(Terminal.safe($0, limit: 300))"]
    }
    return [
      "Incident #\(number("id")): \(text("category")), procedure \(text("procedure"))",
      "  opened   \(text("openedAt")) by \(text("openedBy"))",
      "  ended    \(Terminal.safe(end))",
      "  first    \(text("message")): “\(text("text"))”",
    ] + (burst ?? []) + [""]
  }

  private var counts: [String] {
    func count(_ name: String) -> String { record["replies"]?[name]?.text() ?? "0" }
    return [
      "Counts",
      "  messages   \(number("messages")) from \(number("authors")) author(s)",
      "  held       \(count("held")) replies: \(count("released")) released and posted, "
        + "\(count("dropped")) dropped, \(count("waiting")) still held, \(count("onTheirWay")) "
        + "on their way",
      "  said       \(count("statements")) holding statement(s)",
      "",
    ]
  }

  private var steps: [String] {
    let list = record["steps"]?.array ?? []
    return ["Steps"]
      + list.map { step in
        func part(_ name: String) -> String { Terminal.safe(step[name]?.string ?? "") }
        let done = step["doneAt"]?.string == nil ? "due \(part("dueAt"))" : part("doneAt")
        return "  \(step["number"]?.text() ?? "")  \(done)  \(part("action"))"
          + (part("outcome").isEmpty ? "" : " — \(part("outcome"))")
      }
  }

  private var timeline: [String] {
    (record["timeline"]?.array ?? []).map { event in
      func part(_ name: String) -> String { Terminal.safe(event[name]?.string ?? "") }
      let parts = [part("event"), part("message"), part("detail")].filter { !$0.isEmpty }
      return "  \(part("at"))  \(parts.joined(separator: "  "))"
    }
  }
}
