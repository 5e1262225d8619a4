import Engine
import Foundation
import PluginKit

/// What a page's form asks for, as the API's request for the same: one gate for both.
struct FormAction: Sendable {
  var request: OperatorCommand.Request
  /// What the next page says when it was done.
  var done: String
  /// Where to go then; empty: back to the page with the form.
  var next: String

  /// How long a reply waits, so that whoever wrote it can take it back.
  static let undoFor = "10s"

  /// nil for what is no form of ours.
  init?(_ path: [String], _ form: Form, _ clock: ClockText) {
    guard let first = path.first else { return nil }
    let found: FormAction? =
      switch (first, path.count) {
      case ("handoffs", 2) where path[1] == "bulk": Self.bulk(form, clock)
      case ("handoffs", 3): Self.handoff(path[1], path[2], form, clock)
      case ("drafts", 3): Self.draft(path[1], path[2], form)
      case ("replies", 3) where path[2] == "undo":
        Self(post: path, done: "Taken back: it was not sent.", next: "")
      case ("conversations", 3) where path[2] == "notes":
        Self(
          post: path, ["text": form["text"]], done: "Noted.",
          next: "/conversations/\(path[1])")
      case ("incidents", 1), ("incidents", 3): Self.incident(path, form)
      case ("holds", 1), ("holds", 2): Self.hold(path, form)
      case ("macros", 1):
        Self(
          post: path, ["name": form["name"], "text": form["text"]], done: "Saved.", next: "")
      case ("macros", 3) where path[2] == "remove":
        Self(post: path, done: "Removed.", next: "")
      case ("corrections", 1):
        Self(
          post: path,
          [
            "message": form["message"], "kind": form["kind"], "was": form["was"],
            "now": form["now"],
          ], done: "Thank you: the machine learns from it.", next: "")
      default: nil
      }
    guard let found else { return nil }
    self = found
  }

  /// What the next page says; of many, how many it was and why not the others.
  func sentence(_ answer: JSONValue) -> String {
    guard request.path == ["handoffs", "bulk"], let rows = answer.array else { return done }
    let refusals = rows.compactMap { $0["refusal"]?.string }
    let count = rows.count - refusals.count
    let first = "\(count) of \(rows.count) done."
    return refusals.isEmpty ? first : "\(first) \(refusals[0].sentenceCased)."
  }

  /// Fields that are nil are left out.
  private init(
    post path: [String], _ body: KeyValuePairs<String, String?> = [:], done: String, next: String
  ) {
    let members = body.compactMap { name, value in
      value.map { JSONValue.Member(name, .string($0)) }
    }
    request = OperatorCommand.Request(method: "POST", path: path, body: .object(members))
    self.done = done
    self.next = next
  }

  private static func handoff(
    _ id: String, _ verb: String, _ form: Form, _ clock: ClockText
  ) -> FormAction? {
    func path(_ verb: String) -> [String] { ["handoffs", id, verb] }
    return switch verb {
    case "take": Self(post: path(verb), done: "It is yours.", next: "")
    case "reply":
      Self(
        post: path(verb), ["text": form["text"], "undoFor": undoFor],
        done: "It goes out in a few seconds.", next: "")
    case "snooze":
      Self(post: path(verb), ["for": pause(form, clock)], done: "It sleeps.", next: "")
    case "assign":
      Self(post: path(verb), ["to": form["to"]], done: "Assigned.", next: "")
    case "return":
      Self(
        post: path("returned"), ["summary": form["summary"]],
        done: "The bot has the conversation again.", next: "/inbox")
    case "close":
      Self(
        post: path(form["outcome"] == "solved" ? "answered" : "closed"),
        ["summary": outcome(form)], done: "Closed.", next: "/inbox")
    default: nil
    }
  }

  /// A choice of the page, or a duration as operators write it.
  private static func pause(_ form: Form, _ clock: ClockText) -> String? {
    guard let text = form["for"], let choice = SnoozeChoice(rawValue: text) else {
      return form["for"]
    }
    let seconds = choice.until(clock.now, zone: clock.zone).timeIntervalSince(clock.now)
    return "\(max(1, Int(seconds)))s"
  }

  /// In words, for whoever meets this customer next.
  private static func outcome(_ form: Form) -> String? {
    let words = ConversationDesk.outcomes.first { $0.value == form["outcome"] }?.text
    return words.map { "closed: \($0)" }
  }

  private static func bulk(_ form: Form, _ clock: ClockText) -> FormAction? {
    // The words on the buttons are those of the single forms.
    let verbs = ["close": "closed", "return": "returned"]
    let asked = form["action"].map { verbs[$0] ?? $0 }
    var action = Self(
      post: ["handoffs", "bulk"],
      [
        "action": asked, "to": asked == "assign" ? form["to"] : nil,
        "for": asked == "snooze" ? pause(form, clock) : nil,
      ], done: "Done.", next: "")
    guard case .object(let members) = action.request.body else { return nil }
    let ids = form.all("ids").compactMap(Int64.init).map { JSONValue.int($0) }
    action.request.body = .object([.init("ids", .array(ids))] + members)
    return action
  }

  private static func draft(_ id: String, _ verb: String, _ form: Form) -> FormAction? {
    switch verb {
    case "approve":
      Self(
        post: ["drafts", id, verb], ["text": form["text"]], done: "Approved: it goes out.",
        next: "")
    case "discard":
      Self(
        post: ["drafts", id, verb], ["reason": form["reason"]],
        done: "Rejected: a person answers instead.", next: "")
    default: nil
    }
  }

  private static func incident(_ path: [String], _ form: Form) -> FormAction? {
    if path.count == 1 {
      return Self(
        post: path, ["procedure": form["procedure"], "message": form["message"]],
        done: "The incident is open.", next: "")
    }
    guard path[2] == "resume" else { return nil }
    return Self(
      post: path, done: "Your agreement is recorded.", next: "/incidents/\(path[1])")
  }

  private static func hold(_ path: [String], _ form: Form) -> FormAction? {
    if path.count == 1 {
      let scope = form["topic"].map { "topic:\($0)" } ?? form["scope"]
      return Self(
        post: path, ["scope": scope, "reason": form["reason"]],
        done: "Held: nothing automatic goes out there.", next: "")
    }
    guard path[1] == "release" else { return nil }
    var action = Self(
      post: ["holds"], done: "Released: what was held is checked again.", next: "")
    action.request.method = "DELETE"
    action.request.query = form["scope"].map { ["scope": $0] } ?? [:]
    return action
  }
}
