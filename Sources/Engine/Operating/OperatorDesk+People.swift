import Foundation
import PluginKit

/// What people do with handoffs.
extension OperatorDesk {
  /// A person's reply that could not go out for so long is not sent any more.
  private static let replyWaits: Duration = .hours(24)
  /// Characters of the reason for which a draft was discarded.
  private static let reasonLimit = 1000

  func performForPeople(_ command: OperatorCommand, by: String, _ now: Date) async throws
    -> JSONValue
  {
    switch command {
    case .take(let id): return try await take(id, by: by, now)
    case .endHandoff(let id, let state, let summary):
      let closing = HandoffClosing(
        handoff: id, as: state, by: name(by), summary: summary, at: now)
      return try changed(
        try await store.close(closing)?.json, else: Self.refusal(try await known(id)))
    case .reply(let id, let text, let undo):
      return try await reply(id, text, undo: undo, by: by, now)
    case .snooze(let id, let duration):
      let row = try await store.snooze(
        handoff: id, until: now + duration, by: name(by), at: now)
      return try changed(row?.json, else: Self.refusal(try await known(id)))
    case .assign(let id, let person): return try await assign(id, to: person, by: by, now)
    case .openHandoff(let message, let team, let reason):
      try require(team: team)
      let plan = teams().plan(team: team, category: nil, reason: reason, at: now)
      let row = try await store.open(plan, for: message, by: name(by), at: now)
      if row == nil, try await store.why(message) == nil {
        throw Refusal(Self.unknown(message: message))
      }
      return try changed(
        row?.json, else: "message \(message) has a handoff already, or is not decided yet")
    case .silences: return .array(try await store.silences(now: now).map(\.json))
    case .silence(let asked):
      try require(team: asked.team)
      if let id = asked.connector, let known = inForce?.connectorIDs, !known.contains(id) {
        throw Refusal("there is no connector \(id) in the config: \(Self.list(known))")
      }
      return try await store.add(
        Silence(
          team: asked.team, category: asked.category, connector: asked.connector,
          author: asked.author, reason: asked.reason, by: name(by), at: now,
          until: now + asked.duration)
      ).json
    case .endSilence(let id):
      let isEnded = try await store.endSilence(id, by: name(by), at: now)
      return try changed(isEnded ? ["ended": .int(id)] : nil, else: "there is no silence \(id)")
    case .corrections(let after):
      return .array(
        try await store.corrections(after: after, limit: Self.listLimit).map(\.json))
    case .correct(let message, let kind, let was, let new):
      let correction = Correction(at: now, by: name(by), kind: kind, was: was, now: new)
      let isKnown = try await store.correct(correction, message: message)
      return try changed(
        isKnown ? ["corrected": .string(message)] : nil, else: Self.unknown(message: message))
    default: throw Refusal("not a command of people")
    }
  }

  /// As configured, where a person calls themselves by their id.
  func name(_ by: String) -> String { teams().person(named: by)?.person.name ?? by }

  /// Who somebody is: the name that takes handoffs, and the id of a configured person.
  public func identity(_ by: String) -> (name: String, person: String?) {
    (name(by), teams().person(named: by)?.id)
  }

  /// A misspelt one would match nothing, and nobody would see it.
  func require(team: String?) throws {
    guard let team, teams().byName[team] == nil else { return }
    throw Refusal("there is no team \(team) in the config: \(Self.list(teams().byName.keys))")
  }

  static func list(_ names: some Sequence<String>) -> String {
    names.sorted().joined(separator: ", ")
  }

  var inForce: TextReview? { daemon.map { TextReview($0.planner) } ?? review() }

  private func taking(_ row: HandoffRow, by: String, _ now: Date) -> Taking {
    let teams = teams()
    let team = teams.team(row.team)
    return Taking(
      handoff: row.id, by: name(by), person: teams.person(named: by)?.id,
      quietAt: team?.quietAfter.map { now + $0 },
      overdueAt: now + (team?.repeatEvery ?? .hours(1)), at: now)
  }

  private func known(_ id: Int64) async throws -> HandoffRow {
    guard let row = try await store.handoff(id) else { throw Refusal("there is no handoff \(id)") }
    return row
  }

  private func take(_ id: Int64, by: String, _ now: Date) async throws -> JSONValue {
    let taking = taking(try await known(id), by: by, now)
    let row = if let daemon { try await daemon.take(taking) } else { try await store.take(taking) }
    if let row { return try changed(row.json, else: "") }
    throw Refusal(Self.refusal(try await known(id)))
  }

  private static func refusal(_ row: HandoffRow) -> String {
    switch row.state {
    case .taken: "\(row.takenBy ?? "somebody") has handoff \(row.id)"
    case .open, .notified: "handoff \(row.id) could not be taken; try again"
    case .answered, .returned, .closed:
      "handoff \(row.id) is not waiting: it was \(row.state.rawValue)"
        + (row.takenBy.map { " by \($0)" } ?? "")
    }
  }

  /// In other words, if given; those the guide sees at once.
  func approve(_ id: Int64, _ text: String?, by: String, _ now: Date) async throws -> JSONValue {
    var words: String?
    if let text {
      guard var reply = try await store.reply(ofDraft: id) else {
        throw Refusal("\(id) is no draft")
      }
      guard let review = inForce else {
        throw Refusal("other words need the config's guide, and no config is at hand")
      }
      reply.text = text
      words = try review.words(of: reply)
    }
    return try changed(
      try await store.approve(draft: id, text: words, by: by, at: now)?.json,
      else: "\(id) is no draft")
  }

  /// Its text is not sent; a person answers instead.
  func discard(_ id: Int64, reason: String?, by: String, _ now: Date) async throws -> JSONValue {
    let plan = teams().plan(
      team: nil, category: nil, reason: "the draft was discarded by \(by)", at: now)
    let why = reason.map { String($0.prefix(Self.reasonLimit)) }
    return try changed(
      try await store.discard(draft: id, by: by, reason: why, handoff: plan, at: now)?.json,
      else: "\(id) is no draft")
  }

  private func assign(_ id: Int64, to name: String, by: String, _ now: Date) async throws
    -> JSONValue
  {
    let row = try await known(id)
    let teams = teams()
    guard let (person, _) = teams.person(named: name) else {
      throw Refusal(
        "there is no person \(name) in the config: \(Self.list(teams.people.keys))")
    }
    let own = teams.recipients(of: person, at: now, isCalled: row.urgency == .critical)
    let team = teams.team(row.team)
    let assignment = Assignment(
      handoff: id,
      to: Candidates.Person(
        id: person, capacity: .max,
        recipients: own.isEmpty ? team?.notify.map { Recipient(notifier: $0) } ?? [] : own),
      by: self.name(by),
      next: now + (team?.escalate.first?.after ?? team?.repeatEvery ?? .hours(1)),
      quietAt: team?.quietAfter.map { now + $0 }, at: now)
    return try changed(
      try await store.assign(assignment)?.json, else: Self.refusal(try await known(id)))
  }

  /// The guide sees a person's words like any other; what it refuses the person reads at once.
  private func reply(_ id: Int64, _ text: String, undo: Duration, by: String, _ now: Date)
    async throws -> JSONValue
  {
    guard let daemon else {
      throw Refusal("no daemon runs on this store: a reply goes out through `replyd run`")
    }
    let row = try await known(id)
    guard let message = try await store.message(of: id) else {
      throw Refusal("the message of handoff \(id) is gone")
    }
    let planner = daemon.planner
    let words = try TextReview(planner).words(
      of: Reply(
        key: "", kind: .human, text: text, language: nil, visibility: message.visibility,
        parent: message))
    let reply = HumanReply(
      taking: taking(row, by: by, now), text: words, language: nil, config: planner.config,
      staleAt: now + Self.replyWaits,
      notBefore: now + min(max(undo, .zero), OperatorCommand.maxUndo))
    guard let replied = try await daemon.reply(reply) else {
      throw Refusal(Self.refusal(try await known(id)))
    }
    return try changed(replied.json, else: "")
  }
}
