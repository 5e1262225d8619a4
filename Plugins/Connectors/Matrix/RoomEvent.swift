import ConnectorKit
import Foundation

/// The part of a room's event that replyd reads (client-server API, "Room event format").
struct RoomEvent: RemoteEntity {
  let id: String
  let type: String
  let sender: String
  /// By the clock of the sender's server; nil where it is no time.
  let sentAt: Date?
  /// Of a state event.
  let stateKey: String?
  let content: JSONPart
  let relation: Relation?
  /// Its words were taken back.
  let isRedacted: Bool
  /// The event that this one takes back.
  let redacts: String?
  /// The id under which our own device sent it; nobody else is told.
  let transaction: String?
  /// What other events say of it (`m.relations`), where the server adds it.
  let bundled: JSONPart?

  init?(_ json: JSONPart) {
    guard let id = json.id("event_id", .event), let type = json.string("type"),
      let sender = json.id("sender", .user), let content = json["content"], content.isObject
    else { return nil }
    self.id = id
    self.type = type
    self.sender = sender
    self.content = content
    sentAt = json.integer("origin_server_ts").flatMap(Self.date)
    stateKey = json.string("state_key")
    relation = Relation(content["m.relates_to"])
    let unsigned = json["unsigned"]
    isRedacted = unsigned?.has("redacted_because") ?? false
    // At the top level before room version 11.
    redacts = content.id("redacts", .event) ?? json.id("redacts", .event)
    transaction = unsigned?.string("transaction_id")
    bundled = unsigned?["m.relations"]
  }

  /// The latest edit of it, which only its own sender can make.
  var replacement: RoomEvent? {
    bundled?.entity(RoomEvent.self, "m.replace").flatMap { replaces(by: $0) ? $0 : nil }
  }

  /// Whether `edit` is one of this event (spec: "Event replacements", validity).
  func replaces(by edit: RoomEvent) -> Bool {
    edit.relation?.replaced == id && edit.sender == sender && edit.type == type
      && edit.stateKey == nil && stateKey == nil && relation?.replaced == nil && !edit.isRedacted
      && edit.content["m.new_content"]?.isObject == true
  }

  /// Whether somebody wrote it.
  var isWritten: Bool { Self.writtenTypes.contains(type) && stateKey == nil }

  static let writtenTypes = ["m.room.message", "m.room.encrypted", "m.sticker"]

  /// Milliseconds since 1970; nil before, and after the year 9999.
  private static func date(_ milliseconds: Int) -> Date? {
    guard 0..<253_402_300_800_000 ~= milliseconds else { return nil }
    return Date(timeIntervalSince1970: Double(milliseconds) / 1000)
  }
}
