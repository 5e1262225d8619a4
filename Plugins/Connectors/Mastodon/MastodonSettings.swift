import PluginKit
import Transport

/// One account on one server.
struct MastodonSettings: Settings {
  enum StartFrom: String, CaseIterable, Sendable { case now, oldest }

  let server: String
  let token: Secret
  let startFrom: StartFrom
  let sweepEvery: Duration
  let surfacesWithin: Duration
  let timeout: Duration
  let maxInFlight: Int
  let caFile: String?

  init(_ f: inout Fields) {
    let server = f.string("server", help: "the server's address, e.g. \"https://mastodon.example\"")
    token = f.secret(
      "token",
      help: "the account's access token; scopes read:notifications, read:statuses, "
        + "read:accounts, write:statuses")
    startFrom = f.choice(
      "startFrom", default: .now,
      help: "where a first start begins: \"now\" answers nothing older, \"oldest\" all there is")
    sweepEvery = f.duration(
      "sweepEvery", default: .seconds(60), in: .seconds(1) ... .hours(24),
      help: "how often the latest mentions are read again, to find late ones")
    surfacesWithin = f.duration(
      "surfacesWithin", default: .seconds(30), in: .seconds(1) ... .hours(1),
      help: "how long after a lost answer the post may still surface")
    timeout = f.duration(
      "timeout", default: .seconds(30), in: .seconds(1) ... .minutes(10),
      help: "the longest wait for one answer of the server")
    maxInFlight = f.integer(
      "maxInFlight", default: 8, in: 1...64, unit: "posts", help: "posts under way at once")
    caFile = f.optionalPath(
      "caFile", help: "certificate authorities (PEM) to trust instead of the system's")
    self.server = server
    f.require(
      "server",
      "expected https://HOST without a path; http is allowed for this machine only (localhost)"
    ) { Self.isServer(server) }
  }

  /// Without a slash at the end.
  var root: String { server.hasSuffix("/") ? String(server.dropLast()) : server }

  static func isServer(_ text: String) -> Bool {
    guard let origin = Origin(text) else { return false }
    let rest = text.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" && $0 != "?" && $0 != "#" }
    return (rest.isEmpty || rest == "/") && (origin.scheme == "https" || isLoopback(origin.host))
  }

  private static func isLoopback(_ host: String) -> Bool {
    let octets = host.split(separator: ".", omittingEmptySubsequences: false)
    return host == "localhost" || host == "[::1]"
      || octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
  }
}
