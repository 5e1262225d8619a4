public import PluginKit

/// The figures of `replyd status --json`.
public struct DaemonStatus: Sendable, CustomStringConvertible {
  public let json: JSONValue

  public init(_ json: JSONValue) { self.json = json }

  public var messages: Int { number("messages") }
  public var open: Int { number("open") }
  public var answered: Int { number("answered") }
  public var acknowledged: Int { number("acknowledged") }
  public var handedOff: Int { number("handedOff") }
  public var pendingNotifications: Int { number("pendingNotifications") }
  public var ignored: [String: Int] { counts("ignored") }
  public var replies: [String: Int] { counts("replies") }
  public var attempts: [String: Int] { counts("attempts") }
  public var holds: Int { json["holds"]?.array?.count ?? 0 }
  public var description: String { json.text() }

  /// Replies that go on by themselves.
  public var moving: Int {
    ["queued", "sending", "unknown"].reduce(0) { $0 + (replies[$1] ?? 0) }
  }
  /// Replies that only people move.
  public var resting: Int { (replies["draft"] ?? 0) + (replies["held"] ?? 0) }

  /// Nothing is left to do but what people must do.
  public var isSettled: Bool { moving == 0 && pendingNotifications == 0 && open <= resting }

  private func number(_ key: String) -> Int { json[key]?.number.map { Int($0) } ?? -1 }

  private func counts(_ key: String) -> [String: Int] {
    guard case .object(let members)? = json[key] else { return [:] }
    return Dictionary(
      members.map { ($0.key, $0.value.number.map { Int($0) } ?? 0) }, uniquingKeysWith: +)
  }
}
