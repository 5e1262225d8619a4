import Engine
import Foundation
import PluginKit
import Simulation
import Synchronization

/// All that outlives the process: customers, the platform's own record, who was told, the
/// operator's plans, and the virtual clock.
final class World: Sendable {
  struct Post: Sendable {
    var order: Int
    var at: Double
    var key: String
    var parent: String
    var cycle: String
    var kind: Reply.Kind
    var text: String
    var visibility: Visibility
    var parentVisibility: Visibility
    var remote: String

    /// `m1 answer: It is on its way.`
    var line: String { "\(parent) \(kind): \(text)" }
    var subject: String { "\(parent) \(kind)" }
  }

  struct Told: Sendable {
    var at: Double
    var notifier: String
    var level: Int
    var message: String
    var occasion: HandoffNotification.Occasion
    /// Rows of all handoffs that it told of.
    var handoffs: [Int64]

    var line: String {
      let isPlain = occasion == .opened || occasion == .escalated
      return "\(notifier) of \(message), \(isPlain ? "level \(level)" : occasion.rawValue)"
        + (handoffs.count > 1 ? " with \(handoffs.count - 1) more" : "")
        + ", at \(World.shown(at))"
    }
  }

  /// While a hold was certainly on, by the world's order of things.
  struct HoldSpan: Sendable {
    var from: Int
    var to: Int?
  }

  struct State: Sendable {
    var order = 0
    var posts: [Post] = []
    var told: [Told] = []
    var holds: [HoldSpan] = []
    var log: [String] = []
    var usedPosts = 0
    var usedNotifications = 0
    var usedPolls = 0
    var usedReadBacks = 0
    var nextAction = 0
    var triedActions: Set<Int> = []
    var impossible: [String] = []
    /// What the watchdog recorded before it ended the process.
    var hung: Set<String> = []
    var mode: Mode
    var outage: Duration?
    var crashedAt: Double?
    var lives = 0

    mutating func next() -> Int {
      order += 1
      return order
    }
  }

  /// How far the world's own story has come.
  struct Mark: Sendable, Hashable {
    var order, posts, told, usedPosts, usedNotifications, usedPolls, usedReadBacks: Int
    var nextAction, triedActions, lives: Int
  }

  static let connector = "shop"

  let scenario: Scenario
  let time: SimulatedTime
  let state: Mutex<State>

  init(_ scenario: Scenario) {
    self.scenario = scenario
    time = SimulatedTime(start: scenario.config.start)
    state = Mutex(State(mode: scenario.config.mode))
  }

  /// Seconds since the start.
  var elapsed: Double { time.elapsed.seconds }

  /// Events up to now; virtual seconds are doubles, so equality is within a microsecond.
  var past: ArraySlice<ScriptEvent> {
    let now = elapsed + 1e-6
    return scenario.script.events.prefix { $0.at.seconds <= now }
  }

  var mark: Mark {
    state.withLock { state in
      Mark(
        order: state.order, posts: state.posts.count, told: state.told.count,
        usedPosts: state.usedPosts, usedNotifications: state.usedNotifications,
        usedPolls: state.usedPolls, usedReadBacks: state.usedReadBacks,
        nextAction: state.nextAction, triedActions: state.triedActions.count, lives: state.lives)
    }
  }

  func log(_ line: String) {
    let at = Self.shown(elapsed)
    state.withLock { $0.log.append("\(at) \(line)") }
  }

  func crashed() {
    let now = elapsed
    state.withLock { $0.crashedAt = now }
  }

  func told(_ notification: HandoffNotification, by notifier: String) {
    let told = Told(
      at: elapsed, notifier: notifier, level: notification.level,
      message: notification.message.id.remote, occasion: notification.occasion,
      handoffs: [notification.handoff] + notification.others.map(\.handoff))
    state.withLock { $0.told.append(told) }
    log("told \(told.notifier) of \(told.message), level \(told.level)")
  }

  func told(_ digest: DigestNotification, by notifier: String) {
    let names = digest.handoffs.map(\.message.id.remote).joined(separator: ", ")
    let told = Told(
      at: elapsed, notifier: "\(notifier) by a digest", level: 0, message: names,
      occasion: .opened, handoffs: digest.handoffs.map(\.handoff))
    state.withLock { $0.told.append(told) }
    log("told \(told.notifier) of \(names)")
  }

  /// `90.25` seconds as `90.25s`, without trailing zeros.
  static func shown(_ seconds: Double) -> String {
    Duration.milliseconds(Int64((seconds * 1000).rounded())).text
  }
}

extension World {
  /// What polls show, in order: the cursor counts these.
  enum Change: Sendable {
    case wrote(Message)
    case deleted(String)
    case answered(OwnPost)
  }

  func changes(_ events: some Sequence<ScriptEvent>) -> [Change] {
    events.compactMap { event in
      if let message = event.message { return .wrote(written(message, at: event.at)) }
      if let edit = event.edit, edit.isPolled {
        return edited(edit, at: event.at).map { .wrote($0) }
      }
      if let delete = event.delete, delete.isPolled { return .deleted(delete.id) }
      if let answer = event.answer, answer.isPolled {
        return .answered(
          OwnPost(
            remote: answer.post, inReplyTo: answer.id, at: scenario.config.start + event.at))
      }
      return nil
    }
  }

  /// When the next change comes that polls will show, in seconds since the start.
  func nextChange() -> Double? {
    let now = elapsed + 1e-6
    return scenario.script.events.first {
      $0.at.seconds > now
        && ($0.message != nil || $0.edit?.isPolled == true || $0.delete?.isPolled == true
          || $0.answer?.isPolled == true)
    }?.at.seconds
  }

  /// What became of a message by now: nil when it is gone.
  func visible(_ id: String) -> Message? {
    var found: Message?
    for event in past {
      if event.message?.id == id, let message = event.message {
        found = written(message, at: event.at)
      } else if let edit = event.edit, edit.id == id {
        found = edited(edit, at: event.at)
      } else if event.delete?.id == id {
        found = nil
      }
    }
    return found
  }

  /// Posts of people at the brand's account to this message's words of now.
  func answers(to id: String) -> [String] {
    past.reduce(into: []) { posts, event in
      if event.edit?.id == id { posts = [] }
      if let answer = event.answer, answer.id == id { posts.append(answer.post) }
    }
  }

  private func written(_ message: ScriptedMessage, at: Duration) -> Message {
    Message(
      id: .init(connector: Self.connector, remote: message.id), platform: "test",
      author: Author(
        id: message.author, handle: "@\(message.author)@example.social", name: message.author,
        isBot: message.isBot),
      text: message.text, createdAt: scenario.config.start + at - message.age,
      conversation: message.conversation, inReplyTo: message.inReplyTo, rating: message.rating,
      visibility: Visibility(name: message.visibility.rawValue) ?? .direct,
      isAutomated: message.isAutomated,
      isAddressed: message.isAddressed, rules: message.rules)
  }

  private func edited(_ edit: ScriptedEdit, at: Duration) -> Message? {
    let original = scenario.script.events.first { $0.message?.id == edit.id }
    guard let original, let message = original.message else { return nil }
    var changed = written(message, at: original.at)
    changed.text = edit.text
    changed.editedAt = scenario.config.start + at
    return changed
  }
}
