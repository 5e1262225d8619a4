import Engine
import Foundation
import HTTPTypes
import PluginKit

/// What people change: the API's operations, by forms.
extension PageResponder {
  func change(_ seen: Seen, _ form: Form) async throws -> Answer? {
    let path = seen.asked.path
    switch (path.first, path.last, path.count) {
    case ("handoffs", "review", 3): return try await review(path, form, seen)
    case ("incidents", "drill", 2): return try await drill(form, seen)
    default: break
    }
    let clock = ClockText(zone: console.facts().zone, now: console.time.now)
    guard let action = FormAction(path, form, clock) else { return nil }
    do {
      let answer = try await perform(action.request, seen)
      say(action.sentence(answer), seen)
    } catch let refusal as APIRefusal where [.conflict, .badRequest].contains(refusal.status) {
      // What cannot be done is said where it was tried; other answers have a page of their own.
      say(refusal.sentence.sentenceCased, isError: true, seen)
      return try await again(path, form, seen)
    }
    return .seeOther(action.next.isEmpty ? back(seen, form) ?? "/inbox" : action.next)
  }

  /// What was written must not be lost because it was refused.
  private func again(_ path: [String], _ form: Form, _ seen: Seen) async throws -> Answer {
    if path.first == "handoffs", path.last == "reply", let text = form["text"],
      let handoff = Int64(path[1]),
      let id = try await console.store.conversation(ofHandoff: handoff),
      var view = try await conversationView(id, seen)
    {
      view.writing = text
      return try await show(view, .conflict, seen)
    }
    return .seeOther(back(seen, form) ?? "/inbox")
  }

  func perform(_ request: OperatorCommand.Request, _ seen: Seen) async throws -> JSONValue {
    try await console.gate.perform(
      Gate.Call(
        request: request, query: request.query.map { ($0.key, $0.value) },
        principal: seen.principal, address: seen.asked.client))
  }

  func say(_ sentence: String, isError: Bool = false, _ seen: Seen) {
    console.flashes.put(.init(sentence: sentence, isError: isError), for: seen.session)
  }

  /// The guide's word: as JSON for the script, else on the page with what was written.
  private func review(_ path: [String], _ form: Form, _ seen: Seen) async throws -> Answer? {
    let text = form["text"] ?? ""
    let answer = try await perform(
      OperatorCommand.Request(method: "POST", path: path, body: ["text": .string(text)]), seen)
    let verdict = ReviewVerdict(answer, of: text)
    if seen.asked.wantsJSON { return .json(verdict.json) }
    guard let handoff = Int64(path[1]),
      let id = try await console.store.conversation(ofHandoff: handoff),
      var view = try await conversationView(id, seen)
    else { return nil }
    view.writing = text
    view.review = verdict
    return try await show(view, seen)
  }

  private func drill(_ form: Form, _ seen: Seen) async throws -> Answer {
    let answer = try await perform(
      OperatorCommand.Request(
        method: "POST", path: ["incidents", "drill"],
        body: ["procedure": .string(form["procedure"] ?? "")]), seen)
    return try await incidents(seen, drill: DrillLines.lines(answer))
  }
}

/// A drill in words.
enum DrillLines {
  static func lines(_ drill: JSONValue) -> [String] {
    (drill["steps"]?.array ?? []).flatMap { step -> [String] in
      let after = step["after"]?.string ?? ""
      let when = after == "0ms" ? "at once" : "after \(after)"
      var lines = ["\(when.sentenceCased): \(step["action"]?.string ?? "")"]
      lines += (step["details"]?.array ?? []).compactMap(\.string)
      if case .object(let counts)? = step["wouldHold"] {
        let count = counts.reduce(0) { $0 + Int($1.value.number ?? 0) }
        lines.append("\(count) replies on their way would wait")
      }
      lines += (step["problems"]?.array ?? []).compactMap(\.string).map { "Problem: \($0)" }
      return lines
    }
  }
}
