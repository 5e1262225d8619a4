import ConnectorKit
import Foundation
import PluginKit
import Transport

/// Reads the events of a gap, page by page.
struct GapReader: Sendable {
  /// Requests of one poll.
  private static let maxRequests = 20

  let api: MatrixAPI
  /// Our own account.
  let me: String

  struct Page: Sendable {
    var room: String
    /// Oldest first.
    var events = EventList(nil)
    var state: [RoomEvent] = []
  }

  private enum Reading {
    case page(Page, end: String?, isStart: Bool)
    /// The room is closed to us, or so we say why it cannot be read.
    case closed(String)
    case tooLarge
  }

  /// The oldest events of the gap's first room that were not read yet, which `gap` then is past.
  /// They may be none, while a long walk goes on.
  func read(_ gap: inout Gap) async throws(PollFailure) -> Page {
    guard let room = gap.rooms.first else { return Page(room: "") }
    if gap.isWalked { return try await take(&gap, room) }
    for _ in 0..<Self.maxRequests {
      let token = gap.walk ?? gap.newest
      switch try await messages(room, from: token, gap) {
      case .closed(let why): return leave(&gap, room, why)
      case .tooLarge: return shrink(&gap, room)
      case .page(let page, let end, let isStart):
        gap.steps += 1
        let isEndless = gap.steps >= Gap.maxSteps
        if isEndless { warnOfEndlessness(room) }
        // An empty page alone is no end (spec: "GET /messages").
        let isOver = isStart || end == nil || end == token || isEndless
        if !page.events.events.isEmpty || !page.events.unreadable.isEmpty {
          gap.pages.append(token)
        }
        gap.walk = end
        gap.isWalked = isOver || gap.pages.count >= Gap.maxPages
        if isOver { gap.walk = nil }
        guard gap.isWalked else { continue }
        // The oldest page is in hand.
        if gap.pages.last == token {
          gap.pages.removeLast()
        } else {
          return try await take(&gap, room)
        }
        advance(&gap)
        return page
      }
    }
    return Page(room: room)
  }

  /// The oldest page that is left.
  private func take(_ gap: inout Gap, _ room: String) async throws(PollFailure) -> Page {
    guard let token = gap.pages.last else {
      advance(&gap)
      return Page(room: room)
    }
    switch try await messages(room, from: token, gap) {
    case .closed(let why): return leave(&gap, room, why)
    case .tooLarge: return shrink(&gap, room)
    case .page(let page, _, _):
      gap.pages.removeLast()
      advance(&gap)
      return page
    }
  }

  /// To the next room, or further back where the walk had grown too long.
  private func advance(_ gap: inout Gap) {
    guard gap.pages.isEmpty else { return }
    if gap.walk == nil { gap.nextRoom() } else { gap.isWalked = false }
  }

  private func warnOfEndlessness(_ room: String) {
    api.warnings.add(
      "the history of \(room) has no end: what lies further back is not read", once: "end \(room)")
  }

  private func shrink(_ gap: inout Gap, _ room: String) -> Page {
    guard gap.size > 1 else { return leave(&gap, room, "one event is too large") }
    gap.size /= 2
    gap.walkAgain()
    return Page(room: room)
  }

  private func leave(_ gap: inout Gap, _ room: String, _ why: String) -> Page {
    api.warnings.add(
      "what was written in \(room) while nobody polled cannot be read (\(why)): look at it in a "
        + "Matrix client")
    gap.nextRoom()
    return Page(room: room)
  }

  private func messages(
    _ room: String, from token: String, _ gap: Gap
  ) async throws(PollFailure) -> Reading {
    var parameters: Parameters = [
      "dir": "b", "from": token, "limit": "\(gap.size)",
      "filter": RoomFilter.news(untilInvitation: gap.start == .invitation),
    ]
    if case .token(let since) = gap.start { parameters.add("to", since) }
    let path = "rooms/\(Parameters.percentEncoded(room))/messages"
    switch try await api.read(path, parameters) {
    case .refused(let refusal): return .closed("\(refusal)")
    case .tooLarge: return .tooLarge
    case .good(let json):
      var list = EventList(json["chunk"])
      let isStart = cut(&list, gap.start)
      list.events.reverse()
      let state = json.list(RoomEvent.self, "state")
      return .page(
        Page(room: room, events: list, state: state), end: json.string("end"),
        isStart: isStart)
    }
  }

  /// Drops what lies before the gap; true where that begins on this page.
  private func cut(_ list: inout EventList, _ start: Gap.Start) -> Bool {
    switch start {
    case .token: return false
    case .invitation:
      let index = list.events.firstIndex { event in
        event.type == "m.room.member" && event.stateKey == me
          && event.content.string("membership") == "invite"
      }
      guard let index else { return false }
      list.events.removeSubrange(index...)
      return true
    case .time(let time):
      let all = list.events.count
      list.events.removeAll { ($0.sentAt?.milliseconds ?? time) < time }
      return all > 0 && list.events.isEmpty
    }
  }
}
