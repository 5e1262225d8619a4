import ConnectorKit
import Foundation
import PluginKit
import Synchronization
import Transport

/// What is known of a room.
struct RoomFacts: Sendable {
  var members: Int?
  var joinRule: String?
  var history: String?
  /// Once switched on, encryption is never switched off (spec: "m.room.encryption").
  var isEncrypted = false
  /// The server was asked for all of it.
  var isComplete = false

  mutating func take(_ event: RoomEvent) {
    guard event.stateKey == "" else { return }
    switch event.type {
    case "m.room.encryption": isEncrypted = true
    case "m.room.join_rules": joinRule = event.content.string("join_rule")
    case "m.room.history_visibility": history = event.content.string("history_visibility")
    default: break
    }
  }
}

/// A room as a message in it is judged.
struct RoomView: Sendable {
  /// With one other person, or marked as such by a person of ours.
  var isDirect: Bool
  var isEncrypted: Bool
  var visibility: Visibility
}

/// The rooms of one account, asked for when they are needed and kept up to date by the syncs.
final class RoomDirectory: Sendable {
  /// Rooms remembered; beyond it they are asked for again.
  private static let maxRooms = 2000

  private struct State {
    var facts: [String: RoomFacts] = [:]
    /// `m.direct`; nil: not asked yet.
    var direct: Set<String>?
  }

  private let api: MatrixAPI
  private let me: String
  private let state = Mutex(State())

  init(api: MatrixAPI, me: String) {
    self.api = api
    self.me = me
  }

  /// What a sync or a page says of a room.
  func note(_ room: String, members: Int? = nil, _ events: [RoomEvent]) {
    state.withLock { state in
      guard var facts = state.facts[room] else { return }
      if let members { facts.members = members }
      for event in events { facts.take(event) }
      state.facts[room] = facts
    }
  }

  func note(direct: Set<String>) { state.withLock { $0.direct = direct } }

  func forget(_ room: String) { state.withLock { $0.facts[room] = nil } }

  func view(of room: String) async throws(PollFailure) -> RoomView {
    if let known = state.withLock({ $0.facts[room] }), known.isComplete {
      return try await view(room, known)
    }
    let isEncrypted = try await isEncrypted(room) ?? false
    return try await view(room, try await asked(of: room, isEncrypted: isEncrypted))
  }

  /// As `view`, but whether the room is encrypted is asked for in any case: nothing may go out in
  /// clear into one that is.
  ///
  /// - Returns: nil when the account may not read the room.
  func viewNow(of room: String) async throws(PollFailure) -> RoomView? {
    let known = state.withLock { $0.facts[room] }
    if let known, known.isEncrypted, known.isComplete { return try await view(room, known) }
    guard let isEncrypted = try await isEncrypted(room) else { return nil }
    var facts: RoomFacts
    if let known, known.isComplete {
      facts = known
    } else {
      facts = try await asked(of: room, isEncrypted: isEncrypted)
    }
    facts.isEncrypted = facts.isEncrypted || isEncrypted
    return try await view(room, facts)
  }
}

extension RoomDirectory {
  private func view(_ room: String, _ facts: RoomFacts) async throws(PollFailure) -> RoomView {
    let isDirect = try await directRooms().contains(room) || (facts.members ?? 3) <= 2
    let isOpen = facts.joinRule == "public" && facts.history == "world_readable"
    return RoomView(
      isDirect: isDirect, isEncrypted: facts.isEncrypted,
      visibility: isOpen ? .public : isDirect ? .direct : .followers)
  }

  /// Asks the server. nil: the account may not read the room.
  private func isEncrypted(_ room: String) async throws(PollFailure) -> Bool? {
    switch try await api.state("m.room.encryption", in: room) {
    case .good, .tooLarge: true
    case .refused(let refusal): refusal.status == 404 ? false : nil
    }
  }

  private func asked(
    of room: String, isEncrypted: Bool
  ) async throws(PollFailure) -> RoomFacts {
    var facts = RoomFacts(isEncrypted: isEncrypted)
    // Remembered before it is asked for, so that a sync in between is not overwritten.
    state.withLock { state in
      if state.facts.count >= Self.maxRooms { state.facts.removeAll() }
      state.facts[room] = facts
    }
    facts.joinRule = try await word("join_rule", of: "m.room.join_rules", in: room)
    facts.history = try await word("history_visibility", of: "m.room.history_visibility", in: room)
    facts.members = try await memberCount(of: room)
    facts.isComplete = true
    let answer = facts
    return state.withLock { state in
      var merged = answer
      if let newer = state.facts[room] {
        merged.isEncrypted = merged.isEncrypted || newer.isEncrypted
        merged.members = newer.members ?? merged.members
        merged.joinRule = newer.joinRule ?? merged.joinRule
        merged.history = newer.history ?? merged.history
      }
      state.facts[room] = merged
      return merged
    }
  }

  private func word(
    _ key: StaticString, of type: String, in room: String
  ) async throws(PollFailure) -> String? {
    guard case .good(let content) = try await api.state(type, in: room) else { return nil }
    return content.string(key)
  }

  /// nil: more than can be read, or the account is not in the room.
  private func memberCount(of room: String) async throws(PollFailure) -> Int? {
    let path = "rooms/\(Parameters.percentEncoded(room))/joined_members"
    guard case .good(let answer) = try await api.read(path), let joined = answer["joined"] else {
      return nil
    }
    return joined.members.count
  }

  private func directRooms() async throws(PollFailure) -> Set<String> {
    if let known = state.withLock({ $0.direct }) { return known }
    let path = "user/\(Parameters.percentEncoded(me))/account_data/m.direct"
    var direct: Set<String> = []
    if case .good(let content) = try await api.read(path) { direct = SyncAnswer.direct(content) }
    let asked = direct
    return state.withLock { state in
      state.direct = state.direct ?? asked
      return state.direct ?? asked
    }
  }
}
