import ConnectorKit
import PluginKit

/// Looks for one of our replies in its room: by the id it was sent under, which our own device is
/// told; else by parent and text.
struct ReadBackSearch {
  let reply: Reply
  let room: String
  let aftermath: Aftermath

  func result() -> ReadBack {
    let own = aftermath.own
    if let post = own.first(where: { $0.transaction == reply.key }) { return .found(receipt(post)) }
    // Sent by another login of the account, or the server has forgotten the id.
    let alike = own.filter {
      $0.transaction == nil && $0.relation?.inReplyTo == reply.parent.id.remote
    }
    if let post = alike.first(where: { $0.content.string("body") == reply.text }) {
      return .found(receipt(post))
    }
    if own.contains(where: { $0.isRedacted && $0.transaction == nil }) {
      return .inconclusive("a post of the account was deleted since; it may have been this reply")
    }
    guard aftermath.isComplete else {
      return .inconclusive("the account wrote too much in this room since to check it all")
    }
    return .absent
  }

  private func receipt(_ event: RoomEvent) -> Receipt {
    Receipt(remote: event.id, url: RoomReader.link(room, event.id))
  }
}
