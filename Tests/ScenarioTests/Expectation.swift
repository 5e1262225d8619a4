import Foundation
import PluginKit

/// `expected.json`: exactly what the undisturbed run leaves, and what else a crash may lead to.
struct Expectation: Settings {
  /// How one message ends.
  struct End: Settings {
    let closing: String
    let detail: String
    let windows: [String]
    let handoffs: [String]
    /// Closings that are right too when the process crashed at any point.
    let afterCrash: [String]

    init(_ f: inout Fields) {
      closing = f.string("closing", help: "answered, handedOff, ignored or open")
      detail = f.string("detail", default: "", help: "the reason of an ignored one")
      windows = f.strings("windows", default: [], help: "each clock, its instant and outcome")
      handoffs = f.strings("handoffs", default: [], help: "team and reason, by cycle")
      afterCrash = f.strings("afterCrash", default: [], help: "also right after a crash")
    }
  }

  let messages: [(id: String, value: End)]
  /// The platform's own record, in order.
  let posts: [String]
  /// Who was told, in order.
  let told: [String]
  /// Replies that a crash may lead to beside `posts`, as "m1 acknowledgement".
  let postsAfterCrash: [String]
  /// Whether each clock stands at the same instant after any crash.
  let isWindowFixed: Bool

  init(_ f: inout Fields) {
    messages = f.map("messages", as: End.self, help: "by id")
    posts = f.strings("posts", default: [], help: "what customers see of ours")
    told = f.strings("told", default: [], help: "what humans were told")
    postsAfterCrash = f.strings("postsAfterCrash", default: [], help: "also right after a crash")
    isWindowFixed = f.flag("windowsFixed", default: true, help: "also after a crash")
  }

  init() {
    messages = []
    posts = []
    told = []
    postsAfterCrash = []
    isWindowFixed = true
  }

  /// What the undisturbed run left, in this file's form.
  func recorded(_ outcome: Outcome) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init(
        "messages",
        .object(outcome.ends.map { end in .init(end.id, recorded(end)) })),
      .init("posts", .array(outcome.world.posts.map { .string($0.line) })),
      .init("told", .array(outcome.world.told.map { .string($0.line) })),
    ]
    if !postsAfterCrash.isEmpty {
      members.append(.init("postsAfterCrash", .array(postsAfterCrash.map { .string($0) })))
    }
    if !isWindowFixed { members.append(.init("windowsFixed", .bool(false))) }
    return .object(members)
  }

  private func recorded(_ end: Outcome.End) -> JSONValue {
    var members: [JSONValue.Member] = [.init("closing", .string(end.closing))]
    if !end.detail.isEmpty { members.append(.init("detail", .string(end.detail))) }
    members.append(.init("windows", .array(end.windows.map { .string($0) })))
    if !end.handoffs.isEmpty {
      members.append(.init("handoffs", .array(end.handoffLines.map { .string($0) })))
    }
    let allowed = messages.first { $0.id == end.id }?.value.afterCrash ?? []
    if !allowed.isEmpty {
      members.append(.init("afterCrash", .array(allowed.map { .string($0) })))
    }
    return .object(members)
  }
}

extension Expectation {
  /// How the undisturbed run differs from this.
  func differences(from outcome: Outcome) -> [String] {
    var found = differences("posts", posts, outcome.world.posts.map(\.line))
    found += differences("told", told, outcome.world.told.map(\.line))
    found += differences("messages", messages.map(\.id), outcome.ends.map(\.id))
    for (id, wanted) in messages {
      guard let end = outcome.ends.first(where: { $0.id == id }) else { continue }
      found += differences("\(id) closing", [wanted.closing], [end.closing])
      found += differences("\(id) detail", [wanted.detail], [end.detail])
      found += differences("\(id) windows", wanted.windows, end.windows)
      found += differences("\(id) handoffs", wanted.handoffs, end.handoffLines)
    }
    return found + outcome.world.impossible.map { "the operator could not \($0)" }
  }

  private func differences(_ what: String, _ wanted: [String], _ found: [String]) -> [String] {
    wanted == found ? [] : ["\(what): expected \(wanted), found \(found)"]
  }

  /// What is wrong after a crash.
  func faults(in outcome: Outcome) -> [String] {
    var faults: [String] = []
    let known = Set(postsAfterCrash).union(
      posts.compactMap { $0.split(separator: ":").first.map(String.init) })
    for post in outcome.world.posts where !known.contains(post.subject) {
      faults.append("an unexpected post: \(post.line)")
    }
    for (id, wanted) in messages {
      guard let end = outcome.ends.first(where: { $0.id == id }) else { continue }
      if !([wanted.closing] + wanted.afterCrash).contains(end.closing) {
        faults.append("\(id) ended as \(end.closing) \(end.detail), not as \(wanted.closing)")
      }
      if isWindowFixed, Self.instants(wanted.windows) != Self.instants(end.windows) {
        faults.append("\(id): the clocks stand at \(end.windows), not at \(wanted.windows)")
      }
    }
    return faults
  }

  private static func instants(_ windows: [String]) -> [String] {
    windows.map { $0.split(separator: " ").prefix(2).joined(separator: " ") }.sorted()
  }
}
