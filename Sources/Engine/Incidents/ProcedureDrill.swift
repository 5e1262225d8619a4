public import Foundation
public import PluginKit

/// A walk through a procedure that holds, tells and says nothing: what each step would do now.
public struct ProcedureDrill: Sendable {
  public struct Line: Sendable, Hashable {
    public var number: Int
    public var after: Duration
    public var action: String
    /// What a hold would reach.
    public var scope: Hold.Scope?
    /// Who would be told, or what would be said, a line each.
    public var details: [String]
    /// What would keep the step from doing its work.
    public var problems: [String]

    /// - Parameter wouldHold: replies on their way that a hold would stop, by connector.
    public func json(wouldHold: [String: Int]?) -> JSONValue {
      .object([
        .init("number", .int(number)), .init("after", .string(after.text)),
        .init("action", .string(action)), .init("details", .strings(details)),
        .init("problems", .strings(problems)),
        .init("wouldHold", wouldHold.map { .counts($0) } ?? .null),
      ])
    }
  }

  public let lines: [Line]

  /// - Parameters:
  ///   - message: as if it had opened the incident.
  ///   - recent: texts against which a topic's words are found.
  ///   - notifiers: ids of those there are.
  public init(
    _ procedure: Procedure, teams: Teams, review: TextReview, brand: Brand, message: Message,
    recent: [String], notifiers: Set<String>, at now: Date
  ) {
    let walk = Walk(
      teams: teams, review: review, message: message, recent: recent, notifiers: notifiers,
      now: now)
    lines = procedure.steps.enumerated().map { index, step in
      var line = Line(
        number: index + 1, after: step.after, action: step.action.text, scope: nil, details: [],
        problems: [])
      walk.fill(&line, step.action.naming(brand))
      return line
    }
  }
}

/// What a drill looks things up in.
private struct Walk {
  let teams: Teams
  let review: TextReview
  let message: Message
  let recent: [String]
  let notifiers: Set<String>
  let now: Date

  func fill(_ line: inout ProcedureDrill.Line, _ action: StepAction) {
    switch action {
    case .hold(let reach, let words):
      line.scope = scope(reach, words)
      if case .topic(let topic)? = line.scope { line.details = ["words: \(topic.text)"] }
      if line.scope == nil {
        line.problems = ["the message has no words that make a topic: name some in \"words\""]
      }
    case .tell(let named, let people, let evenIfTaken):
      line.details = named.map { "notifier \($0)" }
      line.problems = named.filter { !notifiers.contains($0) }.map { "there is no notifier \($0)" }
      for id in people {
        let told = teams.recipients(of: id, at: now, isCalled: true)
        let name = teams.people[id]?.name ?? id
        line.details.append("\(name), by \(told.map(\.notifier).joined(separator: ", "))")
        if told.isEmpty { line.problems.append("no notifier reaches \(name) alone") }
      }
      if !evenIfTaken { line.details.append("unless somebody has the message by then") }
    case .say(let words, _, _):
      for each in words { say(each, &line) }
    }
  }

  private func say(_ words: StepAction.Words, _ line: inout ProcedureDrill.Line) {
    let reply = Reply(
      key: "", kind: .holdingStatement,
      text: words.text.replacing("{{author}}", with: message.author.name),
      language: words.language, visibility: message.visibility, parent: message)
    do {
      line.details.append("\(words.language): “\(try review.words(of: reply))”")
    } catch {
      line.details.append("\(words.language): “\(reply.text)”")
      line.problems.append("\(words.language): \(error)")
    }
  }

  private func scope(_ reach: StepAction.Reach, _ words: [String]) -> Hold.Scope? {
    switch reach {
    case .all: .everything
    case .connector: .connector(message.id.connector)
    // A drill's message is in no conversation: nothing of it is on its way.
    case .conversation: .conversation(0)
    case .audience: .audience(Hold.Audience(of: message.visibility))
    case .topic: TopicWords.scope(words, for: message.text, among: recent)
    }
  }
}
