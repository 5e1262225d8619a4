import Engine
import PluginKit

/// What the inbox and the conversations need.
extension Endpoint {
  static let desk: [Endpoint] = [
    Endpoint(
      "GET", "inbox", .viewer, .read, "One queue of handoffs, the nearest deadline first.",
      query: [
        Parameter("queue", .choice(InboxQuery.Queue.allCases.map(\.rawValue)), "which queue"),
        Parameter("team", .text(limit: 100), "of this team only"),
        Parameter("connector", .text(limit: 100), "of this connector only"),
        Parameter("urgency", .choice(Urgency.allCases.map(\.name)), "this urgent, or more"),
        Parameter("q", .text(limit: 200), "words of the message, or @ and a handle's beginning"),
        Parameter(
          "after", .text(limit: 41, pattern: "^-?[0-9]{1,18}-[0-9]{1,18}$"),
          "`next` of the page before"),
        Parameter("limit", .integer(1...200), "handoffs a page; default 50"),
      ], answer: "Inbox", teams: .narrowed),
    Endpoint(
      "GET", "conversations/{id}", .viewer, .read, "Both sides of a conversation, and why.",
      answer: "Conversation", teams: .conversation),
    Endpoint(
      "POST", "conversations/{id}/notes", .agent, .handoffs, "A note for colleagues.",
      body: [Parameter("text", .text(limit: 4000), required: true, "what they have to know")],
      answer: "Note", teams: .conversation),
    Endpoint("GET", "macros", .viewer, .read, "Texts that people use again.", answer: "Macros"),
    Endpoint(
      "POST", "macros", .agent, .handoffs, "Adds one, or replaces the one of this name.",
      body: [
        Parameter("name", .text(limit: 60), required: true, "what it is called"),
        Parameter("text", .text(limit: 2000), required: true, "what it says"),
      ], answer: "Macro"),
    Endpoint(
      "POST", "macros/{id}/remove", .agent, .handoffs, "Removes one.", answer: "Removed"),
    Endpoint(
      "POST", "replies/{id}/undo", .agent, .handoffs, "Takes back one's own unsent reply.",
      answer: "Reply", teams: .reply),
    Endpoint(
      "POST", "handoffs/{id}/review", .agent, .handoffs, "The guide's word on a text, unsent.",
      body: [Parameter("text", .text(limit: 10_000), required: true, "what it would say")],
      answer: "Review", teams: .handoff),
    Endpoint(
      "POST", "handoffs/bulk", .agent, .handoffs, "The same with many handoffs.",
      body: [
        Parameter("ids", .ids(limit: 100), required: true, "handoffs"),
        Parameter(
          "action", .choice(["take", "assign", "snooze", "closed", "returned"]), required: true,
          "what is done"),
        Parameter("to", .text(limit: 100), "for assign: a person"),
        .duration("for", required: false, "for snooze: how long"),
      ], answer: "Bulk", teams: .narrowed),
  ]
}
