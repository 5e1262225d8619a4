import Foundation
import MatrixConnectorPlugin
import PluginKit
import PluginTesting
import TestSupport
import Testing
import Transport

/// Moves the world of one brand's account on a real Synapse, seen through a proxy that fails.
actor MatrixContractDriver: ConnectorDriver {
  /// Who wrote an event, and where.
  private struct Place {
    var room: String
    var user: String
  }

  /// Authors who write at once.
  private static let writers = 8

  private let world: MatrixWorld
  private let proxy: FaultProxy
  private let time = ManualTime(SystemTime().now)
  private var token: String
  private var users: [String: String] = [:]
  /// By author.
  private var directRooms: [String: String] = [:]
  private var openRoom: String?
  private var places: [String: Place] = [:]

  init() async throws {
    world = try MatrixWorld()
    proxy = try FaultProxy(.http, before: world.server.port)
    token = try await world.keepSession(server: proxy.url)
  }

  var secrets: [String] { [token, SynapseServer.password] }

  func makeConnector() throws -> any Connector {
    // No two first syncs of a daemon fall into one millisecond.
    time.advance(by: .milliseconds(1))
    return try world.connector(url: proxy.url, time: time, hasPassword: false)
  }

  func pass(_ duration: Duration) { time.advance(by: duration) }

  func publish(_ incoming: [Incoming]) async throws -> [String] {
    guard !incoming.contains(where: \.isLate) else {
      throw CannotShow("a server without others shows events in the order in which it took them")
    }
    var places: [Place] = []
    for one in incoming { places.append(try await place(of: one)) }
    // Each room in its order, several rooms at once.
    let world = world
    let lanes = Dictionary(grouping: incoming.indices) { places[$0].room.hashValue % Self.writers }
    let asked = places
    let sent = try await withThrowingTaskGroup(of: [(Int, String)].self) { group in
      for lane in lanes.values {
        group.addTask {
          var ids: [(Int, String)] = []
          for index in lane {
            let content = Self.content(incoming[index], to: world.brand)
            let place = asked[index]
            ids.append((index, try await world.send(content, to: place.room, as: place.user)))
          }
          return ids
        }
      }
      var sent: [Int: String] = [:]
      for try await ids in group { for (index, id) in ids { sent[index] = id } }
      return sent
    }
    let ids = incoming.indices.compactMap { sent[$0] }
    for (id, place) in zip(ids, places) { self.places[id] = place }
    return ids
  }

  func edit(_ remote: String, to text: String) async throws {
    let place = try #require(places[remote])
    try await world.edit(remote, to: text, in: place.room, as: place.user)
  }

  func delete(_ remote: String) async throws {
    let place = try #require(places[remote])
    try await world.redact(remote, in: place.room, as: place.user)
  }

  func posts() async throws -> [PlatformPost] {
    var posts: [PlatformPost] = []
    for room in Set(places.values.map(\.room)) {
      posts += try await world.brandPosts(in: room).compactMap { event in
        guard let id = event["event_id"]?.string, let text = event["content"]?["body"]?.string
        else { return nil }
        let parent = event["content"]?["m.relates_to"]?["m.in_reply_to"]?["event_id"]?.string
        return PlatformPost(
          remote: id, text: text, inReplyTo: parent, isPrivate: room != openRoom)
      }
    }
    return posts
  }

  func publishAsOurselves(_ text: String, to remote: String?) async throws -> String {
    let room: String
    if let remote {
      room = try #require(places[remote]).room
    } else {
      room = try await directRoom(of: "ana").room
    }
    var content: [JSONValue.Member] = [.init("msgtype", "m.text"), .init("body", .string(text))]
    if let remote {
      content.append(.init("m.relates_to", ["m.in_reply_to": ["event_id": .string(remote)]]))
    }
    return try await world.sendFromPhone(.object(content), to: room)
  }
}

// Who writes where.
extension MatrixContractDriver {
  private static func content(_ one: Incoming, to brand: String) -> JSONValue {
    var content: [JSONValue.Member] = [
      .init("msgtype", one.isBot ? "m.notice" : "m.text"), .init("body", .string(one.text)),
      .init("m.mentions", ["user_ids": [.string(brand)]]),
    ]
    if let parent = one.inReplyTo {
      content.append(.init("m.relates_to", ["m.in_reply_to": ["event_id": .string(parent)]]))
    }
    return .object(content)
  }

  private func place(of one: Incoming) async throws -> Place {
    guard one.isPrivate == false else { return try await directRoom(of: one.author) }
    let user = try await user(one.author)
    if let openRoom {
      try await world.join(openRoom, as: user)
      return Place(room: openRoom, user: user)
    }
    let room = try await world.room(
      of: user, inviting: [world.brand], preset: "public_chat",
      state: [("m.room.history_visibility", ["history_visibility": "world_readable"])])
    try await world.join(room, token: world.phoneToken())
    openRoom = room
    return Place(room: room, user: user)
  }

  private func directRoom(of author: String) async throws -> Place {
    let user = try await user(author)
    if let room = directRooms[author] { return Place(room: room, user: user) }
    let room = try await world.room(
      of: user, inviting: [world.brand], preset: "trusted_private_chat")
    try await world.join(room, token: world.phoneToken())
    directRooms[author] = room
    return Place(room: room, user: user)
  }

  private func user(_ author: String) async throws -> String {
    if let known = users[author] { return known }
    let user = try await world.customer(author)
    users[author] = user
    return user
  }
}

// What goes wrong.
extension MatrixContractDriver {
  func fail(_ exchange: Exchange, with fault: Fault, skipping skipped: Int) async throws {
    let target =
      switch exchange {
      case .poll: HTTPTarget(path: "/sync", method: "GET")
      case .post: HTTPTarget(path: "/send/", method: "PUT")
      case .receipt: HTTPTarget(path: "/context/", method: "GET")
      case .any: HTTPTarget()
      }
    try await proxy.order(fault, on: target, skipping: skipped, now: time.now) { seconds in
      let body: JSONValue = [
        "errcode": "M_LIMIT_EXCEEDED", "error": "Too many", "retry_after_ms": .int(seconds * 1000),
      ]
      return ["body": .string(body.text())]
    }
  }

  func heal() async throws { try await proxy.clear() }

  func disturb(_ disorder: PageDisorder) async throws {
    throw CannotShow("Synapse's pages come as they should")
  }

  func spoilCredentials(_ how: SpoiltCredentials) async throws {
    if how == .expired { throw CannotShow("Synapse lets no token expire within a test") }
    try await world.call(.post, "logout", token: token)
  }

  func restoreCredentials() async throws {
    token = try await world.keepSession(server: proxy.url)
  }

  func foreignCursors() async throws -> [Cursor] {
    let elsewhere = try MatrixWorld(on: SynapseServer())
    let batch = try await elsewhere.connector().poll(after: nil)
    return [batch.cursor].compactMap(\.self)
  }
}
