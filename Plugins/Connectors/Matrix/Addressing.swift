import ConnectorKit
import PluginKit
import Synchronization
import Transport

/// Which messages of a room are for us.
final class Addressing: Sendable {
  /// Events remembered as ours or not; beyond it they are asked for again.
  private static let maxEvents = 2000

  private let api: MatrixAPI
  private let me: OwnName
  private let choice: MatrixSettings.Rooms
  /// Whether an event is ours, or begins a thread that we wrote in.
  private let ours = Mutex<[String: Bool]>([:])

  init(api: MatrixAPI, me: OwnName, choice: MatrixSettings.Rooms) {
    self.api = api
    self.me = me
    self.choice = choice
  }

  /// Whether a message is taken in.
  func takes(_ isAddressed: Bool, _ room: RoomView) -> Bool {
    switch choice {
    case .direct: room.isDirect
    case .addressed: isAddressed
    case .all: true
    }
  }

  /// Everything in a direct room; elsewhere what mentions us, answers us, or stands in a thread
  /// that we take part in.
  ///
  /// - Parameter content: of the event, or of its latest edit.
  func isAddressed(
    _ event: RoomEvent, _ content: JSONPart, in room: String, _ view: RoomView
  ) async throws(PollFailure) -> Bool {
    if view.isDirect { return true }
    if Self.mentions(of: content).contains(me.user) { return true }
    if me.isNamed(in: ReplyFallback.stripped(content.string("body") ?? "")) { return true }
    if let parent = event.relation?.answered, try await isOurs(parent, in: room) { return true }
    if let root = event.relation?.thread, try await isOurs(root, in: room) { return true }
    return false
  }

  /// `m.mentions` (spec: "User and room mentions").
  static func mentions(of content: JSONPart) -> [String] {
    content["m.mentions"]?["user_ids"]?.elements.compactMap(\.string) ?? []
  }

  /// We wrote here: `root` began the thread it is in, if it is in one.
  func noteOwn(_ event: RoomEvent) {
    remember(event.id, true)
    if let root = event.relation?.thread { remember(root, true) }
  }

  private func isOurs(_ id: String, in room: String) async throws(PollFailure) -> Bool {
    if let known = ours.withLock({ $0[id] }) { return known }
    let path = "rooms/\(Parameters.percentEncoded(room))/event/\(Parameters.percentEncoded(id))"
    guard case .good(let json) = try await api.read(path), let event = RoomEvent(json) else {
      return false
    }
    let isInThread = event.bundled?["m.thread"]?.flag("current_user_participated") ?? false
    return remember(id, event.sender == me.user || isInThread)
  }

  @discardableResult
  private func remember(_ id: String, _ isOurs: Bool) -> Bool {
    ours.withLock { ours in
      if ours.count >= Self.maxEvents { ours.removeAll() }
      ours[id] = isOurs
    }
    return isOurs
  }
}
