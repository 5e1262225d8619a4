import ConnectorKit
import Foundation
import PluginKit
import Transport

/// Turns the events of rooms into messages.
struct RoomReader: Sendable {
  let connector: String
  let api: MatrixAPI
  let me: OwnName
  let rooms: RoomDirectory
  let names: DisplayNames
  let addressing: Addressing
  let threads: LastMessages
  let time: any Time

  /// Takes the events of one room, in their order.
  ///
  /// - Parameters:
  ///   - isLate: newer events of the room were seen before: what these say of it is outdated.
  ///   - startedAt: an edit of something older is no news.
  func read(
    _ list: EventList, in room: String, isLate: Bool, startedAt: Date, into page: inout NewsPage
  ) async throws(PollFailure) {
    for id in list.unreadable {
      let what = id.map { "event \($0)" } ?? "an event"
      api.warnings.add(
        "\(what) in \(room) cannot be read (no id, sender or content) and was skipped",
        once: "\(room) \(id ?? "")")
    }
    page.begin()
    for event in list.events {
      if !isLate { rooms.note(room, [event]) }
      let seenAt = clamped(event.sentAt)
      if event.type == "m.room.redaction" {
        if let gone = event.redacts { page.delete(gone) }
      } else if !event.isWritten {
        continue
      } else if event.sender == me.user {
        addressing.noteOwn(event)
        if let post = try await ownPost(event, in: room) { page.ownPosts.append(post) }
      } else if event.isRedacted {
        page.delete(event.id)
      } else if event.relation?.type == "m.replace" {
        try await edit(event, in: room, startedAt: startedAt, &page)
      } else if let message = try await message(event, in: room) {
        threads.note(event, in: room)
        page.add(message, event, seenAt: seenAt)
      }
    }
  }

  /// nil when it is not for us, or nothing is to be read.
  func message(
    _ event: RoomEvent, in room: String, edit: RoomEvent? = nil
  ) async throws(PollFailure) -> Message? {
    let edit = edit ?? event.replacement
    let content = edit?.content["m.new_content"] ?? event.content
    guard
      var read = EventText(
        type: event.type, content: content, isReply: event.relation?.answered != nil)
    else {
      skip(event, in: room)
      return nil
    }
    let view = try await rooms.view(of: room)
    let isAddressed = try await addressing.isAddressed(event, content, in: room, view)
    guard addressing.takes(isAddressed, view) else {
      if event.type == "m.room.encrypted" { warnOfBlindness(room) }
      return nil
    }
    read.text = me.dropLeading(read.text)
    let author = Author(
      id: event.sender, handle: event.sender, name: await names.name(of: event.sender, in: room),
      isBot: read.isAutomated)
    let isEncrypted = event.type == "m.room.encrypted" || view.isEncrypted
    return Message(
      id: .init(connector: connector, remote: event.id), platform: "matrix", author: author,
      text: read.text, createdAt: clamped(event.sentAt), editedAt: edit?.sentAt,
      conversation: ConversationID(room: room, thread: event.relation?.thread).text,
      inReplyTo: event.relation?.answered, visibility: view.visibility,
      url: Self.link(room, event.id), isAutomated: read.isAutomated, media: read.media,
      isAddressed: isAddressed, rules: isEncrypted ? [Self.encryptedRule] : [])
  }

  /// The message as its event stands now; nil when it is unchanged.
  func edited(
    _ message: Message, as event: RoomEvent, in room: String
  ) async throws(PollFailure) -> Message? {
    let edit = event.replacement
    let content = edit?.content["m.new_content"] ?? event.content
    let read = EventText(
      type: event.type, content: content, isReply: event.relation?.answered != nil)
    var now = message
    now.text = me.dropLeading(read?.text ?? "")
    now.media = read?.media ?? []
    now.editedAt = edit?.sentAt
    let isUnchanged =
      now.text == message.text && now.editedAt?.milliseconds == message.editedAt?.milliseconds
    return isUnchanged ? nil : now
  }

  static let encryptedRule = EligibilityRule(
    .never, because: "the room is encrypted: answer in a Matrix client")

  /// Appendix "matrix.to navigation".
  static func link(_ room: String, _ event: String) -> String {
    "https://matrix.to/#/\(Parameters.percentEncoded(room))/\(Parameters.percentEncoded(event))"
  }
}

extension RoomReader {
  /// A clock that goes fast must not postpone a deadline.
  private func clamped(_ date: Date?) -> Date { min(date ?? time.now, time.now) }

  private func warnOfBlindness(_ room: String) {
    api.warnings.add(
      "\(room) is encrypted and has several members: who is mentioned there cannot be seen; set "
        + "\"rooms\" to \"all\" to hand all of it to people", once: "blind \(room)")
  }

  private func skip(_ event: RoomEvent, in room: String) {
    guard event.content.string("msgtype")?.hasPrefix("m.key.verification.") != true else { return }
    api.warnings.add(
      "event \(event.id) in \(room) cannot be read (no text) and was skipped",
      once: "\(room) \(event.id)")
  }

  private func edit(
    _ edit: RoomEvent, in room: String, startedAt: Date, _ page: inout NewsPage
  ) async throws(PollFailure) {
    guard let id = edit.relation?.replaced, !edit.isRedacted else { return }
    let original: RoomEvent
    if let here = page.events[id] {
      original = here
    } else {
      let path =
        "rooms/\(Parameters.percentEncoded(room))/event/\(Parameters.percentEncoded(id))"
      guard case .good(let json) = try await api.read(path), let found = RoomEvent(json),
        found.id == id, found.sentAt.map({ $0 >= startedAt }) == true
      else { return }
      original = found
    }
    guard original.replaces(by: edit) else { return }
    if original.isRedacted { return page.delete(id) }
    // The server's own word on which edit is the latest, where it has one that is later.
    let latest = [original.replacement, edit].compactMap(\.self).max(by: Self.isEarlier)
    guard let message = try await message(original, in: room, edit: latest) else { return }
    page.add(message, original, seenAt: clamped(edit.sentAt))
  }

  /// Spec: "Event replacements": the greatest time, then the greatest id, is the latest.
  private static func isEarlier(_ a: RoomEvent, _ b: RoomEvent) -> Bool {
    (a.sentAt ?? .distantPast, a.id) < (b.sentAt ?? .distantPast, b.id)
  }

  /// Of a person at our account: what our own device sent bears its transaction.
  private func ownPost(_ event: RoomEvent, in room: String) async throws(PollFailure) -> OwnPost? {
    guard event.transaction == nil, !event.isRedacted, event.relation?.replaced == nil else {
      return nil
    }
    guard let parent = try await answered(by: event, in: room) else { return nil }
    return OwnPost(remote: event.id, inReplyTo: parent, at: clamped(event.sentAt))
  }

  /// In a direct room people answer without saying what.
  private func answered(by event: RoomEvent, in room: String) async throws(PollFailure) -> String? {
    if let parent = event.relation?.inReplyTo { return parent }
    guard event.relation == nil, try await rooms.view(of: room).isDirect else { return nil }
    return try await threads.last(before: event, in: room)
  }
}
