import Foundation
import PluginKit
import PluginTesting
import TestSupport
import Testing
import Transport

extension MatrixServerTests {
  /// Reading rooms.
  @Suite struct Polling {
    let world: MatrixWorld

    init() throws { world = try MatrixWorld() }

    /// A direct room that the connector has joined; the cursor behind it.
    private func directRoom(
      _ connector: any Connector, of user: String
    ) async throws -> (room: String, cursor: Cursor?) {
      let start = try await connector.drained(from: nil).cursor
      let room = try await world.room(
        of: user, inviting: [world.brand], preset: "trusted_private_chat")
      return (room, try await connector.drained(from: start).cursor)
    }

    @Test func aMessageInADirectRoomIsReadAsItIs() async throws {
      let connector = try world.connector()
      let ana = try await world.customer("ana", displayName: "Ana 👋")
      let (room, start) = try await directRoom(connector, of: ana)
      let id = try await world.say("Where is my <b>order</b>?", to: room, as: ana)
      let batch = try await connector.drained(from: start).batch
      let message = try #require(batch.messages.first)
      #expect(batch.messages.count == 1 && batch.warnings == [])
      #expect(message.id == .init(connector: "matrix", remote: id))
      #expect(message.text == "Where is my <b>order</b>?" && message.platform == "matrix")
      #expect(message.author == Author(id: ana, handle: ana, name: "Ana 👋"))
      #expect(message.conversation == room && message.inReplyTo == nil)
      #expect(message.visibility == .direct && message.isAddressed == true && message.rules == [])
      #expect(!message.isAutomated && message.editedAt == nil)
      #expect(abs(message.createdAt.timeIntervalSince(SystemTime().now)) < 60)
      #expect(message.url == "https://matrix.to/#/\(world.quoted(room))/\(world.quoted(id))")
    }

    @Test func anInvitationCountsFromItsMomentOn() async throws {
      let connector = try world.connector()
      let start = try await connector.drained(from: nil).cursor
      let ana = try await world.customer("ana")
      let ben = try await world.customer("ben")
      // A room with history that anybody may read.
      let room = try await world.room(of: ana, inviting: [ben], preset: "public_chat")
      try await world.join(room, as: ben)
      for number in 1...3 {
        try await world.say("\(world.brand): old \(number)", to: room, as: ben)
      }
      try await world.call(
        .post, "rooms/\(world.quoted(room))/invite", ["user_id": .string(world.brand)], as: ana)
      let asked = try await world.say("\(world.brand): between", to: room, as: ana)
      let (batch, cursor) = try await connector.drained(from: start)
      #expect(batch.messages.map(\.id.remote) == [asked])
      #expect(batch.messages.first?.text == "between")
      let later = try await world.say("\(world.brand), and now?", to: room, as: ben)
      #expect(try await connector.drained(from: cursor).batch.messages.map(\.id.remote) == [later])
    }

    @Test func anInvitationBeforeTheFirstStartCountsToo() async throws {
      let ana = try await world.customer("ana")
      let room = try await world.room(of: ana, inviting: [world.brand])
      let id = try await world.say("Hello?", to: room, as: ana)
      #expect(
        try await world.connector().drained(from: nil).batch.messages.map(\.id.remote) == [id])
    }

    @Test func thePolicySaysWhoseInvitationsAreAccepted() async throws {
      let ana = try await world.customer("ana")
      let ben = try await world.customer("ben")
      let settings: [JSONValue.Member] = [.init("inviters", [.string(ana), "elsewhere.example"])]
      let connector = try world.connector(settings)
      let start = try await connector.drained(from: nil).cursor
      let theirs = try await world.room(of: ben, inviting: [world.brand])
      let ours = try await world.room(of: ana, inviting: [world.brand])
      try await world.say("One", to: ours, as: ana)
      try await world.say("Two", to: theirs, as: ben)
      let batch = try await connector.drained(from: start).batch
      #expect(batch.messages.map(\.text) == ["One"])
      let ignoring = try world.connector([.init("invitations", "ignore")])
      let third = try await world.room(of: ana, inviting: [world.brand])
      try await world.say("Three", to: third, as: ana)
      let quiet = try await ignoring.drained(from: start).batch
      #expect(!quiet.messages.map(\.text).contains("Three"))
    }

    @Test func aLimitedTimelineIsFilledUpOldestFirst() async throws {
      let connector = try world.connector()
      let ana = try await world.customer("ana")
      let ben = try await world.customer("ben")
      let (room, _) = try await directRoom(connector, of: ana)
      let (other, start) = try await directRoom(connector, of: ben)
      var ids: [String] = []
      for number in 1...230 { ids.append(try await world.say("\(number)", to: room, as: ana)) }
      for number in 1...30 { ids.append(try await world.say("b\(number)", to: other, as: ben)) }
      // A restart after each page.
      var cursor = start
      var seen: [String] = []
      for _ in 0..<50 {
        let batch = try await world.connector().poll(after: cursor)
        seen += batch.messages.map(\.id.remote)
        cursor = batch.cursor ?? cursor
        if !batch.hasMore { break }
      }
      #expect(Set(seen) == Set(ids) && seen.count == ids.count)
      let inRoom = Set(ids.prefix(230))
      #expect(seen.filter(inRoom.contains) == Array(ids.prefix(230)))
      #expect(seen.filter { !inRoom.contains($0) } == Array(ids.suffix(30)))
      #expect(try await connector.drained(from: cursor).batch.messages.isEmpty)
    }

    @Test(arguments: ["unreadable token", "another server's"])
    func aPositionThatTheServerDoesNotKnowLosesNothing(how: String) async throws {
      let connector = try world.connector()
      let ana = try await world.customer("ana")
      let (room, start) = try await directRoom(connector, of: ana)
      var text = try #require(start?.text)
      if how == "unreadable token" {
        let since = try #require(text.range(of: #""since":""#))
        text.insert(contentsOf: "x", at: since.upperBound)
      } else {
        text = text.replacing(world.server.url, with: "https://other.example")
      }
      let id = try await world.say("Do not lose me", to: room, as: ana)
      let batch = try await connector.drained(from: Cursor(text)).batch
      #expect(batch.messages.map(\.id.remote).contains(id))
      #expect(batch.warnings.contains { $0.contains("does not know where polling stood") })
    }

    @Test func editsAndRedactionsAreFollowed() async throws {
      let connector = try world.connector()
      let ana = try await world.customer("ana")
      let (room, start) = try await directRoom(connector, of: ana)
      let ben = try await world.customer("ben")
      let edited = try await world.say("Wher", to: room, as: ana)
      try await world.edit(edited, to: "Where", in: room, as: ana)
      let gone = try await world.say("Forget it", to: room, as: ana)
      try await world.redact(gone, in: room, as: ana)
      let kept = try await world.say("Kept", to: room, as: ana)
      let (first, cursor) = try await connector.drained(from: start)
      #expect(first.messages.map(\.text) == ["Where", "Kept"])
      #expect(first.messages[0].id.remote == edited && first.messages[0].editedAt != nil)
      #expect(first.deleted.contains(gone))
      // Later ones, of what was polled already.
      try await world.edit(edited, to: "Where is it", in: room, as: ana)
      try await world.edit(edited, to: "Where is it?", in: room, as: ana)
      try await world.redact(kept, in: room, as: ana)
      let (second, third) = try await connector.drained(from: cursor)
      #expect(second.messages.map(\.text).last == "Where is it?")
      #expect(Set(second.messages.map(\.id.remote)) == [edited])
      #expect(second.messages.last?.createdAt == first.messages[0].createdAt)
      #expect(second.deleted == [kept])
      // Not from somebody else.
      try await world.call(
        .post, "rooms/\(world.quoted(room))/invite", ["user_id": .string(ben)], as: ana)
      try await world.join(room, as: ben)
      try await world.edit(edited, to: "Send me money", in: room, as: ben)
      #expect(try await connector.drained(from: third).batch.messages.isEmpty)
    }

    @Test func largerRoomsAreReadWhereWeAreMeant() async throws {
      let ana = try await world.customer("ana")
      let ben = try await world.customer("ben")
      try await world.call(
        .put, "profile/\(world.brand)/displayname", ["displayname": "Northwind Care"],
        token: try await world.phoneToken())
      let connector = try world.connector()
      let all = try world.connector([.init("rooms", "all")])
      let start = try await connector.drained(from: nil).cursor
      let room = try await world.room(of: ana, inviting: [world.brand, ben])
      try await world.join(room, as: ben)
      let joined = try await connector.drained(from: start).cursor
      let ours = try await world.sendFromPhone(
        ["msgtype": "m.text", "body": "Hello all"], to: room)
      try await world.say("Just talking", to: room, as: ben)
      try await world.say(
        "you there?", to: room, as: ben,
        [.init("m.mentions", ["user_ids": [.string(world.brand)]])])
      try await world.say("northwind care: where is it?", to: room, as: ana)
      try await world.say("I asked northwind careful people", to: room, as: ana)
      let reply: JSONValue = ["m.in_reply_to": ["event_id": .string(ours)]]
      try await world.say(
        "> <\(world.brand)> Hello all\n\nHello you", to: room, as: ana,
        [.init("m.relates_to", reply)])
      let thread: JSONValue = [
        "rel_type": "m.thread", "event_id": .string(ours), "is_falling_back": true,
        "m.in_reply_to": ["event_id": .string(ours)],
      ]
      try await world.say("In your thread", to: room, as: ben, [.init("m.relates_to", thread)])
      let batch = try await connector.drained(from: joined).batch
      #expect(
        batch.messages.map(\.text) == ["you there?", "where is it?", "Hello you", "In your thread"])
      #expect(batch.messages.allSatisfy { $0.isAddressed == true && $0.visibility == .followers })
      #expect(batch.messages[2].inReplyTo == ours && batch.messages[2].conversation == room)
      #expect(batch.messages[3].conversation == "\(room) \(ours)")
      #expect(batch.messages[3].inReplyTo == nil)
      let more = try await all.drained(from: joined).batch.messages
      #expect(more.count == 6 && more.count { $0.isAddressed == false } == 2)
      let none = try world.connector([.init("rooms", "direct")])
      #expect(try await none.drained(from: joined).batch.messages.isEmpty)
    }

    @Test func openRoomsArePublic() async throws {
      let connector = try world.connector()
      let start = try await connector.drained(from: nil).cursor
      let ana = try await world.customer("ana")
      let ben = try await world.customer("ben")
      let open: [(String, JSONValue)] = [
        ("m.room.history_visibility", ["history_visibility": "world_readable"])
      ]
      let room = try await world.room(
        of: ana, inviting: [world.brand, ben], preset: "public_chat", state: open)
      try await world.join(room, as: ben)
      try await world.say("\(world.brand) hello", to: room, as: ana)
      let (batch, cursor) = try await connector.drained(from: start)
      #expect(batch.messages.map(\.visibility) == [.public])
      try await world.call(
        .put, "rooms/\(world.quoted(room))/state/m.room.join_rules", ["join_rule": "invite"],
        as: ana)
      try await world.say("\(world.brand) hello again", to: room, as: ana)
      let now = try await connector.drained(from: cursor).batch
      #expect(now.messages.map(\.visibility) == [.followers])
    }

    @Test func encryptedMessagesGoToPeople() async throws {
      let connector = try world.connector()
      let start = try await connector.drained(from: nil).cursor
      let ana = try await world.customer("ana")
      let room = try await world.room(of: ana, inviting: [world.brand])
      try await world.say("In clear", to: room, as: ana)
      try await world.call(
        .put, "rooms/\(world.quoted(room))/state/m.room.encryption",
        ["algorithm": "m.megolm.v1.aes-sha2"], as: ana)
      try await world.send(
        ["algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "AwgAEnAC"], type: "m.room.encrypted",
        to: room, as: ana)
      let messages = try await connector.drained(from: start).batch.messages
      #expect(messages.map(\.text) == ["In clear", ""])
      #expect(messages[1].media == [Medium(kind: .other, description: "encrypted message")])
      #expect(messages.allSatisfy { $0.rules.map(\.limit) == [.never] })
      // What was read in clear before is not answered in clear either.
      let reply = Reply.make("Hello", visibility: .direct, parent: messages[0])
      let failure = await #expect(throws: DeliveryFailure.self) {
        try await world.connector().post(reply)
      }
      #expect(failure == .rejected("the room is encrypted: answer in a Matrix client"))
      #expect(
        !(try await world.events(of: room, as: ana)).contains {
          $0["sender"]?.string == world.brand && $0["type"]?.string == "m.room.message"
        })
    }

    @Test func whatAPersonOfOursWritesIsTold() async throws {
      let connector = try world.connector()
      let ana = try await world.customer("ana")
      let (room, start) = try await directRoom(connector, of: ana)
      let first = try await world.say("One?", to: room, as: ana)
      let second = try await world.say("Two?", to: room, as: ana)
      let polled = try await connector.drained(from: start)
      let machine = try await connector.post(
        .make(key: "k1", visibility: .direct, parent: polled.batch.messages[0]))
      let reply: JSONValue = ["m.in_reply_to": ["event_id": .string(first)]]
      let answer = try await world.sendFromPhone(
        ["msgtype": "m.text", "body": "One!", "m.relates_to": reply], to: room)
      let plain = try await world.sendFromPhone(["msgtype": "m.text", "body": "Two!"], to: room)
      for reader in [connector, try world.connector()] {
        let batch = try await reader.drained(from: polled.cursor).batch
        #expect(batch.messages.isEmpty)
        #expect(batch.ownPosts.map(\.remote) == [answer, plain])
        #expect(batch.ownPosts.map(\.inReplyTo) == [first, second])
        #expect(!batch.ownPosts.map(\.remote).contains(machine.remote))
      }
    }

    @Test func toBeRemovedIsAnAlarm() async throws {
      let connector = try world.connector()
      let ana = try await world.customer("ana")
      let start = try await connector.drained(from: nil).cursor
      let room = try await world.room(of: ana, inviting: [world.brand])
      try await world.say("Bye", to: room, as: ana)
      let polled = try await connector.drained(from: start)
      try await world.call(
        .post, "rooms/\(world.quoted(room))/ban", ["user_id": .string(world.brand)], as: ana)
      let batch = try await connector.drained(from: polled.cursor).batch
      #expect(batch.warnings.count == 1)
      #expect(batch.warnings.first?.contains("was banned by \(ana) from the room \(room)") == true)
      let reply = Reply.make(visibility: .direct, parent: polled.batch.messages[0])
      let failure = await #expect(throws: DeliveryFailure.self) { try await connector.post(reply) }
      guard case .rejected = failure else {
        Issue.record("\(String(describing: failure))")
        return
      }
    }

    @Test func aPollWaitsForNews() async throws {
      let connector = try world.connector([.init("waitForNews", "20s")])
      #expect(connector.traits.waitsForNews)
      let ana = try await world.customer("ana")
      let (room, start) = try await directRoom(try world.connector(), of: ana)
      async let batch = connector.poll(after: start)
      try await Task.sleep(for: .seconds(1))
      let id = try await world.say("Now", to: room, as: ana)
      #expect(try await batch.messages.map(\.id.remote) == [id])
      #expect(try world.connector().traits.waitsForNews == false)
    }

    @Test func theOldestMayBeWanted() async throws {
      let ana = try await world.customer("ana")
      let (room, _) = try await directRoom(try world.connector(), of: ana)
      let id = try await world.say("From yesterday", to: room, as: ana)
      let oldest = try world.connector([.init("startFrom", "oldest")])
      #expect(try await oldest.drained(from: nil).batch.messages.map(\.id.remote) == [id])
      #expect(try await world.connector().drained(from: nil).batch.messages.isEmpty)
    }
  }
}
