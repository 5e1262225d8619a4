import Engine
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import PluginKit

/// What people look at.
extension PageResponder {
  func page(_ seen: Seen) async throws -> Answer? {
    let path = seen.asked.path
    switch (path.first, path.count) {
    case (nil, _): return .seeOther("/inbox")
    case ("inbox", 1): return try await inbox(seen)
    case ("conversations", 2):
      guard let id = Int64(path[1]) else { return nil }
      return try await conversation(id, seen)
    case ("handoffs", 2):
      // What notifications and lists of the command line name.
      guard let id = Int64(path[1]) else { return nil }
      return try await console.store.conversation(ofHandoff: id)
        .map { .seeOther("/conversations/\($0)") }
    case ("approvals", 1): return try await approvals(seen)
    case ("incidents", 1): return try await incidents(seen)
    case ("incidents", 2):
      guard Int64(path[1]) != nil else { return nil }
      let incident = try await get(["incidents", path[1]], seen)
      return try await show(IncidentView(incident: incident, person: seen.person), seen)
    case ("reports", 1): return try await report(seen)
    case ("reports", 2): return try await export(path[1], seen)
    case ("health", 1):
      var health = try await console.state()
      if seen.principal.role < .admin {
        // Both may quote the config.
        health.changes = []
        health.refused?.problems = ["an admin sees why"]
      }
      return try await show(health, seen)
    case ("events", 1): return events(seen)
    default: return try await accessPage(seen)
    }
  }

  /// The API's answer, with the same rights.
  func get(_ path: [String], _ seen: Seen, _ query: [(String, String)] = []) async throws
    -> JSONValue
  {
    let request = OperatorCommand.Request(
      method: "GET", path: path, query: Dictionary(query, uniquingKeysWith: { first, _ in first }))
    return try await console.gate.perform(
      Gate.Call(
        request: request, query: query, principal: seen.principal, address: seen.asked.client))
  }

  private func inbox(_ seen: Seen) async throws -> Answer {
    let facts = console.facts()
    let asked = seen.asked
    let query = InboxQuery(
      asked.parameter("queue").flatMap(InboxQuery.Queue.init(rawValue:)) ?? .waiting,
      name: seen.name, person: seen.person, teams: seen.principal.teams,
      team: asked.parameter("team"), connector: asked.parameter("connector"),
      urgency: asked.parameter("urgency").flatMap { name in
        Urgency.allCases.first { $0.name == name }
      }, search: asked.parameter("q").map { String($0.prefix(200)) },
      after: asked.parameter("after").flatMap { InboxCursor($0) })
    let view = InboxView(
      inbox: try await console.store.inbox(query, now: console.time.now), query: query,
      teams: facts.teams.filter { seen.principal.teams?.contains($0) ?? true },
      connectors: facts.connectors.keys.sorted(),
      people: facts.people.map { Choice($0.id, $0.name) },
      presence: console.live.presence(without: seen.name))
    if seen.asksForFragment {
      return .page(console.pages.list(view, in: try await frame(seen)))
    }
    return try await show(view, seen)
  }

  private func conversation(_ id: Int64, _ seen: Seen) async throws -> Answer? {
    guard let view = try await conversationView(id, seen) else { return nil }
    if !seen.asksForFragment { console.live.looked(seen.name, at: id) }
    return try await show(view, seen)
  }

  /// nil where there is none, or none for this person's teams.
  func conversationView(_ id: Int64, _ seen: Seen) async throws -> ConversationView? {
    let now = console.time.now
    guard var record = try await console.store.conversation(id, now: now),
      seen.principal.teams.map({ !record.teams.isDisjoint(with: $0) }) ?? true
    else { return nil }
    let facts = console.facts()
    if let teams = seen.principal.teams {
      record.contacts.removeAll { $0.teams.isDisjoint(with: teams) }
      record.contactCount = record.contacts.count
    }
    var view = ConversationView(record: record, macros: try await console.store.macros())
    view.viewing = console.live.presence(without: seen.name)[id] ?? []
    view.people = facts.people.map { Choice($0.id, $0.name) }
    view.procedures = facts.procedures
    let traits = facts.connectors[record.connector]
    view.limit = TextLimit(max: traits?.maxLength ?? 500)
    view.rules = traits?.eligibility ?? []
    view.person = seen.person
    if let macro = seen.asked.parameter("macro").flatMap(Int64.init) {
      view.insertion = .macro(macro)
    } else if let index = seen.asked.parameter("suggestion").flatMap(Int.init) {
      view.insertion = .suggestion(index)
    }
    return view
  }

  private func approvals(_ seen: Seen) async throws -> Answer {
    // What is not handed off yet is no team's.
    let drafts =
      seen.principal.teams == nil
      ? try await console.store.drafts(limit: ApprovalsView.limit + 1) : []
    return try await show(ApprovalsView(drafts: drafts), seen)
  }

  func incidents(_ seen: Seen, drill: [String]? = nil) async throws -> Answer {
    let isAll = seen.asked.parameter("all") == "true"
    let facts = console.facts()
    let view = IncidentsView(
      incidents: try await get(["incidents"], seen, isAll ? [("all", "true")] : []),
      isAll: isAll, holds: try await console.store.holds(), procedures: facts.procedures,
      connectors: facts.connectors.keys.sorted(), drill: drill)
    return try await show(view, seen)
  }

  private func events(_ seen: Seen) -> Answer {
    let (console, name) = (console, seen.name)
    let token = seen.visit.session ?? ""
    let address = seen.asked.client
    let stream = EventStream(
      live: console.live, time: console.time,
      presence: { console.live.presence(without: name)[$0] ?? [] },
      isWelcome: {
        do {
          return try await console.access.principal(session: token, address: address) != nil
        } catch { return false }
      })
    let conversation = seen.asked.parameter("conversation").flatMap(Int64.init)
    guard let bytes = stream.bytes(name: name, conversation: conversation) else {
      return .refusal(APIRefusal(.tooManyRequests, "too many pages are open"))
    }
    return .stream(bytes)
  }
}

/// Reports, on the page and as files.
extension PageResponder {
  private func period(_ seen: Seen) -> [(String, String)] {
    let until = seen.asked.parameter("until").map { [("until", $0)] } ?? []
    return [("since", seen.asked.parameter("since") ?? "7d")] + until
  }

  private func report(_ seen: Seen) async throws -> Answer {
    let period = period(seen)
    var view = ReportsView(since: period[0].1, until: seen.asked.parameter("until") ?? "")
    var status = HTTPResponse.Status.ok
    do {
      view.report = try Report(try await get(["report"], seen, period))
    } catch let refusal as APIRefusal where [.badRequest, .conflict].contains(refusal.status) {
      view.mistake = refusal.sentence
      status = .badRequest
    }
    return try await show(view, status, seen)
  }

  private func export(_ name: String, _ seen: Seen) async throws -> Answer? {
    let period = period(seen)
    switch name {
    case "export.json":
      return .json(try await get(["report"], seen, period)).downloaded(as: "report.json")
    case "export.csv":
      let first = try ReportRows(try await get(["report", "rows"], seen, period))
      return Answer.csv(lines(from: first, seen)).downloaded(as: "report.csv")
    default: return nil
    }
  }

  /// Page by page, so that any number of messages needs little memory.
  private func lines(from first: ReportRows, _ seen: Seen) -> AsyncThrowingStream<
    ByteBuffer, any Error
  > {
    let start = Self.text(first.period.since)
    let end = Self.text(first.period.until)
    return AsyncThrowingStream { continuation in
      let task = Task {
        do {
          var page = first
          continuation.yield(ByteBuffer(string: CSVReport.header))
          while true {
            let now = console.time.now
            continuation.yield(
              ByteBuffer(string: page.rows.map { CSVReport.line($0, now: now) }.joined()))
            guard let next = page.next else { break }
            let query = [("since", start), ("until", end), ("after", "\(next)")]
            page = try ReportRows(try await get(["report", "rows"], seen, query))
          }
          continuation.finish()
        } catch { continuation.finish(throwing: error) }
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  private static func text(_ date: Date) -> String {
    date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }
}
