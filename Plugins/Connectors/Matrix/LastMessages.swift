import ConnectorKit
import PluginKit
import Synchronization
import Transport

/// The latest message that somebody else wrote in a room: what a person of ours answers who says
/// nothing about it.
final class LastMessages: Sendable {
  /// Rooms remembered; beyond it they are asked for again.
  private static let maxRooms = 2000
  /// How far back it is looked for.
  private static let lookBack = 20

  private let api: MatrixAPI
  private let me: String
  private let latest = Mutex<[String: String]>([:])

  init(api: MatrixAPI, me: String) {
    self.api = api
    self.me = me
  }

  func note(_ event: RoomEvent, in room: String) {
    latest.withLock { latest in
      if latest.count >= Self.maxRooms { latest.removeAll() }
      latest[room] = event.id
    }
  }

  func last(before event: RoomEvent, in room: String) async throws(PollFailure) -> String? {
    if let known = latest.withLock({ $0[room] }) { return known }
    let path =
      "rooms/\(Parameters.percentEncoded(room))/context/\(Parameters.percentEncoded(event.id))"
    let answer = try await api.read(
      path,
      [
        "limit": "\(Self.lookBack)", "filter": RoomFilter.written(by: me, isExcluded: true),
      ])
    guard case .good(let json) = answer else { return nil }
    // Newest first.
    return EventList(json["events_before"]).events.first { $0.relation?.replaced == nil }?.id
  }
}
