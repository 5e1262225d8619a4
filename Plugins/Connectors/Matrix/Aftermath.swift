import ConnectorKit
import Foundation
import PluginKit
import Transport

/// A message as its room shows it now, and what our own account wrote since.
struct Aftermath: Sendable {
  /// Pages of our own events; what is longer is not looked through.
  private static let maxPages = 5
  private static let pageLimit = 100

  enum Reading: Sendable {
    case there(Aftermath)
    /// The server does not show it, and says no more.
    case hidden(MatrixRefusal)
    case unreadable
  }

  let event: RoomEvent
  /// Oldest first.
  private(set) var own: [RoomEvent] = []
  /// `own` holds all there are.
  private(set) var isComplete = false

  static func of(
    _ id: String, in room: String, by me: String, api: MatrixAPI
  ) async throws(PollFailure) -> Reading {
    let path = "rooms/\(Parameters.percentEncoded(room))"
    let filter = RoomFilter.written(by: me)
    let context = try await api.read(
      "\(path)/context/\(Parameters.percentEncoded(id))",
      ["limit": "\(pageLimit)", "filter": filter])
    let json: JSONPart
    switch context {
    case .refused(let refusal): return .hidden(refusal)
    case .tooLarge: return .unreadable
    case .good(let answer): json = answer
    }
    guard let event = json.entity(RoomEvent.self, "event"), event.id == id else {
      return .unreadable
    }
    var found = Aftermath(event: event)
    found.take(json["events_after"], by: me)
    var token = json.string("end")
    for _ in 0..<maxPages {
      guard let from = token else { break }
      let answer = try await api.read(
        "\(path)/messages",
        ["dir": "f", "from": from, "limit": "\(pageLimit)", "filter": filter])
      guard case .good(let page) = answer else { return .there(found) }
      found.take(page["chunk"], by: me)
      token = page.string("end")
      if token == from { token = nil }
    }
    found.isComplete = token == nil && !found.sawUnreadable
    return .there(found)
  }

  private init(event: RoomEvent) { self.event = event }

  /// What cannot be read may be the post that is looked for.
  private var sawUnreadable = false

  private mutating func take(_ json: JSONPart?, by me: String) {
    let list = EventList(json)
    own += list.events.filter { $0.sender == me && $0.isWritten && $0.relation?.replaced == nil }
    sawUnreadable = sawUnreadable || !list.unreadable.isEmpty
  }
}
