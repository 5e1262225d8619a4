import ConnectorKit
import PluginKit
import Synchronization
import Transport

/// What people call themselves, room by room. Pages bring the names of those who wrote along; who
/// is missing is asked for.
final class DisplayNames: Sendable {
  /// Names remembered; beyond it they are asked for again.
  private static let maxNames = 2000
  /// In Unicode scalars.
  private static let maxLength = 200

  private struct Key: Hashable {
    var room: String
    var user: String
  }

  private let api: MatrixAPI
  private let names = Mutex<[Key: String]>([:])

  init(api: MatrixAPI) { self.api = api }

  func note(_ room: String, _ events: [RoomEvent]) {
    for event in events where event.type == "m.room.member" {
      guard let user = event.stateKey else { continue }
      remember(Key(room: room, user: user), event.content.string("displayname"))
    }
  }

  /// Empty where there is none, or the server does not say: no name is worth a message.
  func name(of user: String, in room: String) async -> String {
    let key = Key(room: room, user: user)
    if let known = names.withLock({ $0[key] }) { return known }
    do {
      let answer = try await api.state("m.room.member", user, in: room)
      guard case .good(let content) = answer else { return remember(key, nil) }
      return remember(key, content.string("displayname"))
    } catch {
      return ""
    }
  }

  @discardableResult
  private func remember(_ key: Key, _ name: String?) -> String {
    let scalars = EventText.shown(name ?? "").unicodeScalars.prefix(Self.maxLength)
    let shown = String(String.UnicodeScalarView(scalars))
    names.withLock { names in
      if names.count >= Self.maxNames { names.removeAll() }
      names[key] = shown
    }
    return shown
  }
}
