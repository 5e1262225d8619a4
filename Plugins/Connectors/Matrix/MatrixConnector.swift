import ConnectorKit
import Foundation
import PluginKit
import Synchronization
import Transport

/// Polls the rooms of one Matrix account, and posts replies into them.
final class MatrixConnector: Connector {
  let id: String
  let api: MatrixAPI
  let time: any Time
  let settings: MatrixSettings
  private let known = Mutex<Account?>(nil)

  init(_ settings: MatrixSettings, id: String, api: MatrixAPI, time: any Time) {
    self.settings = settings
    self.id = id
    self.api = api
    self.time = time
  }

  /// A server remembers ids of posts for half an hour at least (Synapse, 2026), then read-back
  /// decides.
  var traits: ConnectorTraits {
    ConnectorTraits(
      maxLength: EventLength.maxBytes, idempotency: .expiringKey(.minutes(30)),
      surfacesWithin: settings.surfacesWithin, maxInFlight: settings.maxInFlight,
      waitsForNews: settings.waitForNews > .zero, length: EventLength.count)
  }

  func poll(after cursor: Cursor?) async throws(PollFailure) -> Batch {
    let account = try await account()
    let sync = RoomSync(api: api, account: account, settings: settings, time: time)
    var page = NewsPage()
    let position: SyncPosition
    if let cursor {
      position = try await sync.next(after: SyncPosition(cursor), into: &page)
    } else {
      position = try await sync.begin(into: &page)
    }
    let next = try position.encoded()
    return Batch(
      messages: page.messages, deleted: page.deleted, cursor: next == cursor ? nil : next,
      hasMore: position.isBehind(time.now), ownPosts: page.ownPosts,
      warnings: api.warnings.take())
  }

  func post(_ reply: Reply) async throws(DeliveryFailure) -> Receipt {
    let message: OutgoingMessage
    do {
      message = try OutgoingMessage(reply, type: settings.messageType)
    } catch {
      throw .rejected(error.reason)
    }
    try await check(message.room, for: reply)
    let event = try await api.send(message.content, to: message.room, transaction: reply.key)
    return Receipt(remote: event, url: RoomReader.link(message.room, event))
  }

  func receipt(for reply: Reply) async throws(PollFailure) -> ReadBack {
    guard let place = ConversationID(reply.parent.conversation) else {
      return .inconclusive("the message does not say which room it is in")
    }
    let account = try await account()
    let reading = try await Aftermath.of(
      reply.parent.id.remote, in: place.room, by: account.user, api: api)
    switch reading {
    case .there(let aftermath):
      return ReadBackSearch(reply: reply, room: place.room, aftermath: aftermath).result()
    case .hidden(let refusal):
      return .inconclusive("the server does not show the message any more (\(refusal))")
    case .unreadable: return .inconclusive("the room cannot be read")
    }
  }

  func states(of messages: [Message]) async throws(PollFailure) -> [RemoteState] {
    guard !messages.isEmpty else { return [] }
    return try await StateLookup(account: account(), api: api).states(of: messages)
  }
}

extension MatrixConnector {
  /// Whose token it is. Asked once.
  private func account() async throws(PollFailure) -> Account {
    if let account = known.withLock({ $0 }) { return account }
    guard case .good(let me) = try await api.read("account/whoami"),
      let user = me.id("user_id", .user)
    else { throw .malformed("the server does not say whose token this is") }
    if let wanted = settings.user, wanted != user {
      throw .unauthorised(
        "the token is \(user)'s, and \"user\" says \(wanted): correct one of them")
    }
    var display = ""
    let path = "profile/\(Parameters.percentEncoded(user))/displayname"
    if case .good(let profile) = try await api.read(path) {
      display = profile.string("displayname") ?? ""
    }
    let name = OwnName(user: user, display: display)
    let rooms = RoomDirectory(api: api, me: user)
    let names = DisplayNames(api: api)
    let reader = RoomReader(
      connector: id, api: api, me: name, rooms: rooms, names: names,
      addressing: Addressing(api: api, me: name, choice: settings.rooms),
      threads: LastMessages(api: api, me: user), time: time)
    let account = Account(name: name, rooms: rooms, names: names, reader: reader)
    return known.withLock { known in
      known = known ?? account
      return known ?? account
    }
  }

  /// Immediately before a post: nothing goes out in clear into an encrypted room, and no answer to
  /// a private message into a room that all can read.
  private func check(_ room: String, for reply: Reply) async throws(DeliveryFailure) {
    let found: RoomView?
    do {
      found = try await account().rooms.viewNow(of: room)
    } catch {
      throw MatrixAPI.notSent(error)
    }
    guard let view = found else {
      throw .rejected("the account is no longer in the room, or may not read it")
    }
    if view.isEncrypted { throw .rejected(RoomReader.encryptedRule.reason) }
    guard reply.visibility.isPublic || !view.visibility.isPublic else {
      throw .rejected("the room has become public since the message was written")
    }
  }
}
