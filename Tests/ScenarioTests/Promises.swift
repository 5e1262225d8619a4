import Engine
import Foundation
import PluginKit

/// What holds at the end of every run, crashed or not, by the platform's own record and the store.
enum Promises {
  static func broken(in outcome: Outcome) -> [String] {
    outcome.violations + posts(outcome) + messages(outcome)
  }

  private static func posts(_ outcome: Outcome) -> [String] {
    let state = outcome.world
    var broken: [String] = []
    let same = Dictionary(grouping: state.posts) { "\($0.subject), cycle \($0.cycle)" }
    for (what, posts) in same where posts.count > 1 {
      broken.append("P3: posted \(posts.count) times: \(what)")
    }
    for post in state.posts {
      if post.visibility < post.parentVisibility {
        broken.append("P9: wider than its parent: \(post.line)")
      }
      if state.holds.contains(where: { $0.from < post.order && post.order < $0.to ?? .max }) {
        broken.append("P8: posted during a hold: \(post.line)")
      }
    }
    return broken + afterPeople(outcome)
  }

  /// No machine answers what a person has answered.
  private static func afterPeople(_ outcome: Outcome) -> [String] {
    outcome.answers.flatMap { answer in
      outcome.world.posts.filter {
        $0.parent == answer.message && $0.kind != .human && $0.at > answer.at + 0.001
      }.map { "P3: posted after a person's answer: \($0.line)" }
    }
  }

  private static func messages(_ outcome: Outcome) -> [String] {
    outcome.ends.flatMap { end -> [String] in
      guard end.record != nil else { return ["P1: \(end.id) was lost"] }
      return closing(end) + replies(end, outcome.world) + told(end, outcome)
    }
  }

  private static func closing(_ end: Outcome.End) -> [String] {
    let closed = end.count(of: "closed")
    let reopened = end.count(of: "edited")
    if closed > reopened + 1 { return ["P2: \(end.id) was closed \(closed) times"] }
    if end.closing != "open", closed == 0 { return ["P2: \(end.id) closed without an event"] }
    return []
  }

  /// The store's record of our replies is the platform's.
  private static func replies(_ end: Outcome.End, _ state: World.State) -> [String] {
    var broken: [String] = []
    for reply in end.replies {
      let key = reply["key"]?.string ?? ""
      let isOut = state.posts.contains { $0.key == key }
      let kept = reply["state"]?.string ?? ""
      let isUncertain = reply["detail"]?.string?.hasPrefix("unknown") == true
      if kept == "posted", !isOut { broken.append("P3: \(end.id): \(key) is not out") }
      if isOut, kept != "posted", !isUncertain {
        broken.append("P3: \(end.id): \(key) is out, but the store says \(kept)")
      }
    }
    let isNative = end.count(of: "answered natively") > 0
    let isAnswered = isNative || state.posts.contains {
      $0.parent == end.id && $0.kind == .answer && $0.cycle == String(end.cycle)
    }
    if end.closing == "answered", !isAnswered {
      broken.append("P2: \(end.id) counts as answered and is not")
    }
    return broken
  }

  /// A handoff reaches a human: somebody was told, or somebody took it unasked; and whoever counts
  /// as told was told.
  private static func told(_ end: Outcome.End, _ outcome: Outcome) -> [String] {
    var broken: [String] = []
    let rows = end.handoffs.map { Int64($0["row"]?.number ?? 0) }
    let told = outcome.world.told.filter { $0.handoffs.contains(where: rows.contains) }
    for (row, handoff) in zip(rows, end.handoffs) {
      // Several rows of one handoff may go out as one notification.
      let sent = (handoff["notifications"]?.array ?? []).filter { $0["state"]?.string == "sent" }
      for notifier in Set(sent.compactMap { $0["notifier"]?.string })
      where !told.contains(where: {
        $0.notifier.hasPrefix(notifier) && $0.handoffs.contains(row)
      }) {
        broken.append("P5: \(notifier) was not told of \(end.id)")
      }
    }
    let isTaken = end.handoffs.contains { $0["takenBy"]?.string != nil }
    let isNative = end.count(of: "answered natively") > 0
    if end.closing == "handedOff", told.isEmpty, !isTaken, !isNative {
      broken.append("P5: nobody was told of \(end.id)")
    }
    return broken
  }
}
