import Foundation
import PluginKit

/// Decides, immediately before a post, whether a reply may go out now. Pure: it knows no store and
/// no network; the dispatcher brings the facts.
struct ReplyPolicy: Sendable {
  enum Verdict: Sendable, Hashable {
    /// With the text to send, when the guide rewrote it.
    case send(rewritten: String?)
    case divert(Diversion.Way)
    /// The parent was edited: its new text opens a new cycle.
    case edited(Message)
  }

  var limits: ReplyLimits
  var vetting: any Vetting
  var mode: Mode
  var traits: ConnectorTraits

  /// The pause before one message is asked for again.
  private static let askAgain = Duration.seconds(2)

  func verdict(on candidate: SendCandidate, parent: RemoteState, now: Date) -> Verdict {
    switch parent {
    case .deleted: return .divert(.deleted)
    case .edited(let message): return .edited(message)
    // A second person may say more than the first.
    case .answered where candidate.reply.kind == .human: break
    case .answered(let posts): return .divert(.answered(by: posts.map(\.remote)))
    case .unclear(let why): return .divert(.handOff("its state on the platform is unclear: \(why)"))
    case .there, .later: break
    }
    if now > candidate.staleAt { return .divert(.expire("too old to be answered by a machine")) }
    if case .later = parent { return .divert(.wait(until: now + Self.askAgain)) }
    if candidate.hasNewerMessage, candidate.reply.kind != .human {
      return .divert(.supersede("the author wrote again in this conversation"))
    }
    if let refusal = refusal(candidate, now: now) {
      return .divert(.handOff("eligibility: \(refusal)"))
    }
    if !candidate.isApproved, let way = automatic(candidate, now: now) { return .divert(way) }
    if candidate.reply.visibility < candidate.reply.parent.visibility {
      return .divert(.handOff("the reply would be wider than its parent"))
    }
    return vetted(candidate)
  }

  /// The platform's own rules, as they stand now.
  private func refusal(_ candidate: SendCandidate, now: Date) -> String? {
    let eligibility = Eligibility(
      of: candidate.reply.parent, traits.eligibility, lastWroteAt: candidate.lastWroteAt)
    return eligibility.refusal(
      of: candidate.isApproved ? .person : .machine, repliesOut: candidate.repliesOut, now: now)
  }

  /// What binds only texts that no human approved.
  private func automatic(_ candidate: SendCandidate, now: Date) -> Diversion.Way? {
    let facts = candidate.conversation
    if mode != .auto { return .draft(until: candidate.deadline) }
    if facts.isOwnedByHuman { return .handOff("a human owns the conversation") }
    let parent = candidate.reply.parent
    if parent.isAutomated || parent.author.isBot {
      return .supersede("loop guard: a machine wrote it")
    }
    if facts.automatedTurns >= limits.maxAutomatedTurns {
      return .handOff("loop guard: \(facts.automatedTurns) automatic replies so far")
    }
    if facts.repliesToAuthorLastHour >= limits.maxRepliesPerAuthorHour {
      return .handOff("loop guard: \(facts.repliesToAuthorLastHour) replies in an hour")
    }
    if let last = facts.lastAutomatedAt, last + limits.cooldown > now {
      return .wait(until: last + limits.cooldown)
    }
    return nil
  }

  /// The body is immutable after the first attempt: what the guide would change then needs a human.
  private func vetted(_ candidate: SendCandidate) -> Verdict {
    switch vetting.vet(candidate.reply, limits: traits) {
    case .pass: .send(rewritten: nil)
    case .rewrite(let text) where candidate.attempts == 0: .send(rewritten: text)
    case .rewrite: .divert(.handOff("guide: would change the text after an attempt"))
    case .refuse(let reason): .divert(.handOff("guide: \(reason)"))
    }
  }
}
