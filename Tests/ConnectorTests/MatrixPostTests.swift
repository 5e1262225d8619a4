import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing
import Transport

extension MatrixServerTests {
  /// Answering in rooms.
  @Suite struct Posting {
    let world: MatrixWorld
    let ana: String

    init() async throws {
      world = try MatrixWorld()
      ana = try await world.customer("ana")
    }

    /// A message of Ana's in a direct room.
    private func message(
      _ connector: any Connector, _ more: [JSONValue.Member] = []
    ) async throws -> (room: String, message: Message, cursor: Cursor?) {
      let start = try await connector.drained(from: nil).cursor
      let room = try await world.room(of: ana, inviting: [world.brand])
      let joined = try await connector.drained(from: start).cursor
      try await world.say("Where is it?", to: room, as: ana, more)
      let found = try await connector.drained(from: joined)
      return (room, try #require(found.batch.messages.first), found.cursor)
    }

    private func content(of event: String, in room: String) async throws -> JSONValue {
      let path = "rooms/\(world.quoted(room))/event/\(world.quoted(event))"
      return try #require(try await world.call(.get, path, as: ana)["content"])
    }

    @Test func aReplyIsANoticeToItsAuthor() async throws {
      let connector = try world.connector()
      let (room, parent, _) = try await message(connector)
      let receipt = try await connector.post(
        .make("On its way 🎉\n\"soon\"", visibility: .direct, parent: parent))
      #expect(
        receipt.url == "https://matrix.to/#/\(world.quoted(room))/\(world.quoted(receipt.remote))")
      #expect(
        try await content(of: receipt.remote, in: room).members == [
          "msgtype": "m.notice", "body": .string("On its way 🎉\n\"soon\""),
          "m.relates_to": ["m.in_reply_to": ["event_id": .string(parent.id.remote)]],
          "m.mentions": ["user_ids": [.string(ana)]],
        ])
      let human = try await connector.post(
        .make(key: "k2", kind: .human, visibility: .direct, parent: parent))
      #expect(try await content(of: human.remote, in: room)["msgtype"] == "m.text")
      let plain = try await world.connector([.init("messageType", "text")])
        .post(.make(key: "k3", visibility: .direct, parent: parent))
      #expect(try await content(of: plain.remote, in: room)["msgtype"] == "m.text")
    }

    @Test func inAThreadTheReplyStaysInIt() async throws {
      let connector = try world.connector()
      let (room, root, cursor) = try await message(connector)
      let thread: JSONValue = [
        "rel_type": "m.thread", "event_id": .string(root.id.remote), "is_falling_back": true,
        "m.in_reply_to": ["event_id": .string(root.id.remote)],
      ]
      let id = try await world.say("In here", to: room, as: ana, [.init("m.relates_to", thread)])
      let parent = try #require(try await connector.drained(from: cursor).batch.messages.first)
      #expect(parent.id.remote == id && parent.conversation == "\(room) \(root.id.remote)")
      let receipt = try await connector.post(.make(visibility: .direct, parent: parent))
      #expect(
        try await content(of: receipt.remote, in: room)["m.relates_to"]?.members == [
          "rel_type": "m.thread", "event_id": .string(root.id.remote), "is_falling_back": false,
          "m.in_reply_to": ["event_id": .string(id)],
        ])
    }

    @Test func aPostIsFoundAgainByItsTransactionOrItsText() async throws {
      let connector = try world.connector()
      let (room, parent, _) = try await message(connector)
      let reply = Reply.make("We look into it", key: "k/1?#%", visibility: .direct, parent: parent)
      #expect(try await connector.receipt(for: reply) == .absent)
      let receipt = try await connector.post(reply)
      #expect(try await connector.post(reply) == receipt)
      #expect(try await world.connector().post(reply) == receipt)
      #expect(try await world.connector().receipt(for: reply) == .found(receipt))
      var other = reply
      other.key = "k/2"
      #expect(try await connector.receipt(for: other) == .absent)
      // Another login of the account sees no transaction.
      let foreign = try world.connector(session: "other", [.init("device", "OTHER")])
      #expect(try await foreign.receipt(for: reply) == .found(receipt))
      try await world.redact(receipt.remote, in: room, as: ana)
      guard case .inconclusive = try await foreign.receipt(for: reply) else {
        Issue.record("a deleted post is called absent")
        return
      }
    }

    @Test func aLongRoomIsReadBackAsAWhole() async throws {
      let connector = try world.connector()
      let (room, parent, _) = try await message(connector)
      for number in 1...120 { try await world.say("more \(number)", to: room, as: ana) }
      var receipts: [Receipt] = []
      for number in 1...70 {
        receipts.append(
          try await connector.post(
            .make("\(number)", key: "long-\(number)", visibility: .direct, parent: parent)))
      }
      let last = Reply.make("70", key: "long-70", visibility: .direct, parent: parent)
      #expect(try await connector.receipt(for: last) == .found(receipts[69]))
      let none = Reply.make("71", key: "long-71", visibility: .direct, parent: parent)
      #expect(try await connector.receipt(for: none) == .absent)
    }

    @Test func aReplyIsNeverWiderThanItsRoomWas() async throws {
      let connector = try world.connector()
      let (room, parent, _) = try await message(connector)
      for (type, content) in [
        ("m.room.join_rules", ["join_rule": "public"]),
        ("m.room.history_visibility", ["history_visibility": "world_readable"]),
      ] as [(String, JSONValue)] {
        try await world.call(
          .put, "rooms/\(world.quoted(room))/state/\(type)", content, as: ana)
      }
      let failure = await #expect(throws: DeliveryFailure.self) {
        try await world.connector().post(.make(visibility: .direct, parent: parent))
      }
      #expect(failure == .rejected("the room has become public since the message was written"))
    }

    @Test func whatBecameOfAMessageIsTold() async throws {
      let connector = try world.connector()
      let (room, first, cursor) = try await message(connector)
      for text in ["Edit me", "Delete me", "Answer me", "Leave me"] {
        try await world.say(text, to: room, as: ana)
      }
      let rest = try await connector.drained(from: cursor).batch.messages
      try #require(rest.count == 4)
      try await world.edit(rest[0].id.remote, to: "Edited", in: room, as: ana)
      try await world.redact(rest[1].id.remote, in: room, as: ana)
      // Ours is no answer of a person.
      _ = try await connector.post(.make(key: "s1", visibility: .direct, parent: rest[3]))
      let relation: JSONValue = ["m.in_reply_to": ["event_id": .string(rest[2].id.remote)]]
      let answer = try await world.sendFromPhone(
        ["msgtype": "m.text", "body": "Here", "m.relates_to": relation], to: room)
      let states = try await world.connector().states(of: [
        rest[3], rest[2], rest[1], rest[0], first,
      ])
      #expect(states[0] == .there && states[4] == .there && states[2] == .deleted)
      guard case .answered(let posts) = states[1], case .edited(let now) = states[3] else {
        Issue.record("\(states)")
        return
      }
      #expect(posts.map(\.remote) == [answer])
      #expect(now.text == "Edited" && now.editedAt != nil && now.id == rest[0].id)
      #expect(try await connector.states(of: [now]) == [.there])
      // In a direct room what a person writes without saying to what answers all before it.
      let plain = try await world.sendFromPhone(
        ["msgtype": "m.text", "body": "All fine"], to: room)
      guard case .answered(let all) = try await connector.states(of: [first])[0] else {
        Issue.record("a plain answer is not told")
        return
      }
      #expect(all.map(\.remote) == [plain])
      var strange = first
      strange.id.remote = "$nosuchevent"
      guard case .unclear = try await connector.states(of: [strange])[0] else {
        Issue.record("what is not shown is called something else")
        return
      }
    }

    @Test func theServersLimitIsHeeded() async throws {
      let limited = try MatrixWorld(
        on: SynapseServer(messageLimit: "{per_second: 0.2, burst_count: 2}"))
      let customer = try await limited.customer("ana")
      let connector = try limited.connector()
      let start = try await connector.drained(from: nil).cursor
      let room = try await limited.room(of: customer, inviting: [limited.brand])
      try await limited.say("Hello", to: room, as: customer)
      let parent = try #require(try await connector.drained(from: start).batch.messages.first)
      var failures: [DeliveryFailure] = []
      for number in 1...4 {
        do {
          _ = try await connector.post(
            .make(key: "r\(number)", visibility: .direct, parent: parent))
        } catch {
          failures.append(error)
        }
      }
      guard case .retry(let wait?, _) = failures.first else {
        Issue.record("\(failures)")
        return
      }
      #expect((.milliseconds(100) ... .seconds(10)).contains(wait))
      let reply = Reply.make(key: "r4", visibility: .direct, parent: parent)
      #expect(try await connector.receipt(for: reply) == .absent)
    }
  }
}

extension JSONValue {
  /// Of an object, whatever the order; empty for all else.
  var members: [String: JSONValue] {
    guard case .object(let members) = self else { return [:] }
    return Dictionary(members.map { ($0.key, $0.value.unordered) }) { first, _ in first }
  }

  /// With the members of objects sorted by their keys.
  private var unordered: JSONValue {
    switch self {
    case .object(let members):
      .object(members.map { .init($0.key, $0.value.unordered) }.sorted { $0.key < $1.key })
    case .array(let elements): .array(elements.map(\.unordered))
    default: self
    }
  }
}
