import Foundation
import PluginKit

/// Where polling stands: the mentions, and beside them whatever else is listened to.
struct PollCursor: Codable, Hashable, Sendable {
  var mentions: MentionCursor
  /// The server it is of; nil in one that an older version wrote.
  private(set) var server: String?
  /// By `ListenedFeed.name`.
  var listened: [String: FeedPosition] = [:]

  private enum CodingKeys: String, CodingKey { case listened, server }

  init(mentions: MentionCursor, server: String) {
    self.mentions = mentions
    self.server = server
  }

  /// Ids of another server would hide what is new here.
  init(_ cursor: Cursor, server: String) throws(PollFailure) {
    try self.init(cursor)
    guard self.server ?? server == server else {
      throw .malformed(
        "the stored cursor is of another server; configure this one under another id, or set "
          + "\"server\" back")
    }
    self.server = server
  }

  private init(_ cursor: Cursor) throws(PollFailure) {
    do {
      self = try JSONDecoder().decode(PollCursor.self, from: Data(cursor.text.utf8))
    } catch {
      throw .malformed("the stored cursor is not one of this connector")
    }
  }

  /// The mentions' own keys lie beside ours, as they always did.
  init(from decoder: any Decoder) throws {
    mentions = try MentionCursor(from: decoder)
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    listened = try fields.decodeIfPresent([String: FeedPosition].self, forKey: .listened) ?? [:]
    server = try fields.decodeIfPresent(String.self, forKey: .server)
  }

  func encode(to encoder: any Encoder) throws {
    try mentions.encode(to: encoder)
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encodeIfPresent(server, forKey: .server)
    if !listened.isEmpty { try fields.encode(listened, forKey: .listened) }
  }

  func encoded() throws(PollFailure) -> Cursor {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
      return Cursor(String(decoding: try encoder.encode(self), as: UTF8.self))
    } catch {
      throw .malformed("the cursor cannot be written: \(error)")
    }
  }
}

/// How far one feed was listened to.
struct FeedPosition: Codable, Hashable, Sendable {
  /// The first item of the last page read forward; nil where the feed has no forward paging.
  var newest: String?
  /// Nothing written before this is taken in; nil: everything.
  var since: Date?
  var dueAt: Date
  /// When the newest page was last read without a position.
  var rereadAt: Date
  /// The last status of each conversation on the newest page.
  var last: [String: String]?
}
