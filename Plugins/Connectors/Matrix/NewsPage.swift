import Foundation
import PluginKit

/// What one poll found, room after room, on its way into a batch.
struct NewsPage: Sendable {
  private struct Entry {
    var message: Message
    /// Orders the rooms' messages among each other; within a room it never goes back, since the
    /// order there is the server's.
    var key: Date
  }

  private var entries: [Entry] = []
  /// Where a message stands in `entries`.
  private var places: [String: Int] = [:]
  private var latest = Date.distantPast
  /// The events of the messages, by id.
  private(set) var events: [String: RoomEvent] = [:]
  private(set) var deleted: [String] = []
  var ownPosts: [OwnPost] = []

  /// Another room's events follow.
  mutating func begin() { latest = .distantPast }

  /// Of a message that is there already, its edit: the latest wins.
  mutating func add(_ message: Message, _ event: RoomEvent, seenAt: Date) {
    latest = max(latest, seenAt)
    events[event.id] = event
    if let place = places[event.id] {
      entries[place].message = message
    } else {
      places[event.id] = entries.count
      entries.append(Entry(message: message, key: latest))
    }
  }

  mutating func delete(_ id: String) {
    events[id] = nil
    deleted.append(id)
  }

  /// Oldest first, without those that were deleted since.
  var messages: [Message] {
    let gone = Set(deleted)
    return entries.enumerated().sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }
      .map(\.element.message).filter { !gone.contains($0.id.remote) }
  }
}
