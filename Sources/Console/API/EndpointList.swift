import Engine
import PluginKit

/// All operations; what is not here there is not.
extension Endpoint {
  static let all: [Endpoint] = reading + desk + handoffs + drafts + incidents + keeping + access

  private static let ended = Parameter("all", .flag, "also those that have ended")
  private static let since = Parameter(
    "since", .text(limit: 40), "begin of the period: 7d, 24h or a day, 2026-11-27; default 7d")
  private static let until = Parameter("until", .text(limit: 40), "its end; default now")
  private static let words = 10_000
  private static let name = 100

  private static let reading: [Endpoint] = [
    Endpoint("GET", "status", .viewer, .read, "Counts, windows, holds.", answer: "Status"),
    Endpoint(
      "GET", "verify", .lead, .read, "Checks the promises on the store.", answer: "Violations"),
    Endpoint(
      "GET", "why", .viewer, .read, "Everything about one message.",
      query: [
        Parameter(
          "message", .text(limit: 300), required: true,
          "its row, `connector/id`, its id, or the id of our reply")
      ], answer: "Why", teams: .closed),
    Endpoint(
      "GET", "report", .viewer, .read, "What was answered in time, and what came of it.",
      query: [since, until], answer: "Report"),
    Endpoint(
      "GET", "report/rows", .lead, .read, "The messages behind a report, page by page.",
      query: [
        since, until,
        Parameter("after", .integer(0...Int(Int32.max)), "the row before this page"),
      ], answer: "ReportRows", teams: .closed),
  ]

  private static let handoffs: [Endpoint] = [
    Endpoint(
      "GET", "handoffs", .viewer, .read, "What waits for people.", query: [ended],
      answer: "Handoffs", teams: .narrowed),
    Endpoint(
      "POST", "handoffs", .agent, .handoffs, "Says that a human is needed for a message.",
      body: [
        Parameter("message", .text(limit: 300), required: true, "its row or `connector/id`"),
        Parameter("team", .text(limit: name), "who is to answer; default: by the routes"),
        Parameter("reason", .text(limit: 500), "for whoever answers"),
      ], answer: "Handoff", teams: .closed),
    Endpoint(
      "POST", "handoffs/{id}/take", .agent, .handoffs, "Takes it; the first one wins.",
      answer: "Handoff", teams: .handoff),
    Endpoint(
      "POST", "handoffs/{id}/reply", .agent, .handoffs, "Answers the customer.",
      body: [
        Parameter("text", .text(limit: words), required: true, "what the customer reads"),
        Parameter(
          "undoFor", .text(limit: 3, pattern: "^([1-9]|[1-5][0-9]|60)s$"),
          "so long it can be taken back"),
      ], answer: "Handoff", teams: .handoff),
    Endpoint(
      "POST", "handoffs/{id}/snooze", .agent, .handoffs, "No escalation for a while.",
      body: [.duration("for", "how long")], answer: "Handoff", teams: .handoff),
    Endpoint(
      "POST", "handoffs/{id}/assign", .lead, .handoffs, "Makes it somebody's.",
      body: [
        Parameter("to", .text(limit: name), required: true, "a configured person's id or name")
      ], answer: "Handoff", teams: .handoff),
    Endpoint(
      "POST", "handoffs/{id}/answered", .agent, .handoffs, "It was answered elsewhere.",
      body: [summary], answer: "Handoff", teams: .handoff),
    Endpoint(
      "POST", "handoffs/{id}/returned", .agent, .handoffs, "Gives the conversation to the bot.",
      body: [summary], answer: "Handoff", teams: .handoff),
    Endpoint(
      "POST", "handoffs/{id}/closed", .agent, .handoffs, "Closes it without an answer.",
      body: [summary], answer: "Handoff", teams: .handoff),
    Endpoint(
      "GET", "silences", .viewer, .read, "Who is not told of what.", answer: "Silences"),
    Endpoint(
      "POST", "silences", .lead, .handoffs, "Keeps notifications back for a while.",
      body: [
        Parameter("team", .text(limit: name), "nothing for this team"),
        Parameter("category", .text(limit: name), "nothing of this category"),
        Parameter("connector", .text(limit: name), "nothing from this connector"),
        Parameter("author", .text(limit: 300), "nothing of this author"),
        Parameter("reason", .text(limit: 500), "why"), .duration("for", "how long"),
      ], answer: "Silence"),
    Endpoint(
      "POST", "silences/{id}/end", .lead, .handoffs, "Ends a silence.", answer: "Ended"),
    Endpoint(
      "GET", "corrections", .lead, .read, "Where people contradicted the machine.",
      query: [Parameter("after", .integer(0...Int(Int32.max)), "those after this number")],
      answer: "Corrections", teams: .closed),
    Endpoint(
      "POST", "corrections", .agent, .handoffs, "Says what the machine should have seen.",
      body: [
        Parameter("message", .text(limit: 300), required: true, "its row or `connector/id`"),
        Parameter(
          "kind", .choice(Correction.Kind.allCases.map(\.rawValue)), required: true,
          "what was wrong"),
        Parameter("was", .text(limit: words), "what the machine said"),
        Parameter("now", .text(limit: words), "what is right"),
      ], answer: "Corrected", teams: .closed),
  ]

  private static let summary = Parameter(
    "summary", .text(limit: 2000), "what the bot has to know of it from now on")

  private static let drafts: [Endpoint] = [
    Endpoint(
      "GET", "drafts", .viewer, .read, "Replies that wait for a yes.", answer: "Drafts",
      teams: .narrowed),
    Endpoint(
      "POST", "drafts/{id}/approve", .agent, .drafts, "It goes out.",
      body: [Parameter("text", .text(limit: words), "in other words")], answer: "Draft",
      teams: .draft),
    Endpoint(
      "POST", "drafts/{id}/discard", .agent, .drafts, "A human answers instead.",
      body: [Parameter("reason", .text(limit: 500), "why, for the machine to learn")],
      answer: "Draft", teams: .draft),
  ]

  private static let scopePattern =
    "^(all|connector:[^\\x00]{1,100}|conversation:[0-9]{1,9}|topic:[^\\x00]{1,200}"
    + "|audience:(public|private))$"

  private static let incidents: [Endpoint] = [
    Endpoint(
      "GET", "incidents", .viewer, .read, "Bursts, surges and what procedures do.", query: [ended],
      answer: "Incidents"),
    Endpoint(
      "GET", "incidents/{id}", .viewer, .read, "All of one incident.", answer: "Incident"),
    Endpoint(
      "POST", "incidents", .lead, .incidents, "Opens one for a message, by a procedure.",
      body: [
        Parameter("procedure", .text(limit: name), required: true, "its name in the config"),
        Parameter("message", .text(limit: 300), required: true, "its row or `connector/id`"),
      ], answer: "IncidentRow"),
    Endpoint(
      "POST", "incidents/{id}/resume", .lead, .incidents, "Agrees that it ends.",
      answer: "IncidentRow"),
    Endpoint(
      "POST", "incidents/drill", .lead, .incidents, "What a procedure would do; does nothing.",
      body: [
        Parameter("procedure", .text(limit: name), required: true, "its name in the config")
      ], answer: "Drill"),
    Endpoint(
      "GET", "covered", .viewer, .read, "How many replies a hold would stop.",
      query: [scope(required: true)], answer: "Counts"),
    Endpoint("GET", "holds", .viewer, .read, "What is on hold.", answer: "Holds"),
    Endpoint(
      "POST", "holds", .lead, .incidents, "Stops automatic replies, at once.",
      body: [scope(required: true), Parameter("reason", .text(limit: 500), "why")],
      answer: "Hold"),
    Endpoint(
      "DELETE", "holds", .lead, .incidents, "Ends holds that no incident has.",
      query: [scope(required: false)], answer: "Released"),
  ]

  private static func scope(required: Bool) -> Parameter {
    Parameter(
      "scope", .text(limit: 220, pattern: scopePattern), required: required,
      "all, connector:ID, conversation:ROW, topic:WORDS or audience:public")
  }

  private static let keeping: [Endpoint] = [
    Endpoint(
      "GET", "config", .admin, .admin, "What runs; secrets are hashes.", answer: "Object"),
    Endpoint(
      "POST", "backups", .admin, .admin, "Copies the store into a new file.",
      body: [Parameter("path", .text(limit: 1000), required: true, "its whole path, from /")],
      answer: "Object"),
    Endpoint(
      "POST", "forgotten", .admin, .admin, "Removes an author and all that came of them.",
      body: [
        Parameter("author", .text(limit: 300), required: true, "`connector/id`, or a handle")
      ], answer: "Object"),
  ]
}
