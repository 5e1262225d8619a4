import ConnectorKit
import Foundation
import PluginKit

/// Posts of our own account that answer a message: an agent may have replied in a client.
enum NativeAnswers {
  /// Oldest first. What our own device sent the engine knows, and its id says so.
  static func posts(
    to message: Message, in aftermath: Aftermath, _ place: ConversationID, isDirect: Bool
  ) -> [Receipt] {
    aftermath.own.filter { answers($0, message, place, isDirect: isDirect) }.map {
      Receipt(remote: $0.id, url: RoomReader.link(place.room, $0.id))
    }
  }

  private static func answers(
    _ own: RoomEvent, _ message: Message, _ place: ConversationID, isDirect: Bool
  ) -> Bool {
    guard own.transaction == nil, !own.isRedacted else { return false }
    // What was said before an edit is no answer to the new words.
    if let edited = message.editedAt, let at = own.sentAt, at < edited { return false }
    if own.relation?.inReplyTo == message.id.remote { return true }
    let thread = own.relation?.thread
    if thread == message.id.remote || thread != nil && thread == place.thread { return true }
    if Addressing.mentions(of: own.content).contains(message.author.id) { return true }
    // In a direct room people answer without saying what.
    return isDirect && own.relation == nil
  }
}
