import ConnectorKit
import PluginKit

/// One account on one homeserver.
struct MatrixSettings: Settings {
  enum StartFrom: String, CaseIterable, Sendable { case now, oldest }
  enum Rooms: String, CaseIterable, Sendable { case direct, addressed, all }
  enum MessageType: String, CaseIterable, Sendable { case notice, text }

  let server: String
  let session: String?
  let token: Secret?
  let user: String?
  let password: Secret?
  let device: String
  let startFrom: StartFrom
  let rooms: Rooms
  let invitations: InvitationPolicy
  let messageType: MessageType
  let waitForNews: Duration
  let surfacesWithin: Duration
  let timeout: Duration
  let maxInFlight: Int
  let caFile: String?

  init(_ f: inout Fields) {
    let server = f.string(
      "server", help: "the homeserver's address, e.g. \"https://matrix.example\"")
    let session = f.optionalPath(
      "session",
      help: "the file that keeps the login, mode 0600: \"replyd connect matrix\" writes it")
    let token = f.optionalSecret(
      "token", help: "an access token, in place of \"session\": it cannot be renewed")
    let user = f.optionalString(
      "user", form: .notBlank, help: "the account, e.g. \"@brand:example.org\"; checked at start")
    let password = f.optionalSecret(
      "password", help: "the account's password: logs in again when the server ends the session")
    device = f.string(
      "device", default: "REPLYD", form: .notBlank,
      help: "the id of the login, which stays the same: the server knows repeated posts by it")
    startFrom = f.choice(
      "startFrom", default: .now,
      help: "where a first start begins: \"now\" answers nothing older, \"oldest\" the latest 20 "
        + "messages of each room")
    rooms = f.choice(
      "rooms", default: .addressed,
      help: "\"direct\": rooms with one other person; \"addressed\": also mentions, replies and "
        + "threads in larger rooms; \"all\": everything")
    invitations = InvitationPolicy(&f)
    messageType = f.choice(
      "messageType", default: .notice,
      help: "what the machine writes: \"notice\" is for bots, and no other bot answers it")
    waitForNews = f.duration(
      "waitForNews", default: .seconds(25), in: .zero ... .seconds(25),
      help: "how long the server holds a poll until something happens; 0s: not at all")
    surfacesWithin = f.duration(
      "surfacesWithin", default: .seconds(30), in: .seconds(1) ... .hours(1),
      help: "how long after a lost answer the post may still surface")
    timeout = f.duration(
      "timeout", default: .seconds(30), in: .seconds(1) ... .minutes(10),
      help: "the longest wait for one answer of the server, beside \"waitForNews\"")
    maxInFlight = f.integer(
      "maxInFlight", default: 8, in: 1...64, unit: "posts", help: "posts under way at once")
    caFile = f.optionalPath(
      "caFile", help: "certificate authorities (PEM) to trust instead of the system's")
    (self.server, self.session, self.token) = (server, session, token)
    (self.user, self.password) = (user, password)
    f.require(
      "server",
      "expected https://HOST without a path; http is allowed for this machine only (localhost)"
    ) { ServerAddress.isValid(server) }
    f.require(
      "session", always: true,
      "expected either \"session\", as `replyd connect matrix` writes it, or \"token\""
    ) { (session == nil) != (token == nil) }
    f.require("password", "\"password\" needs \"user\" and \"session\" beside it") {
      user != nil && session != nil
    }
    f.require("user", "expected the account's whole id, such as \"@brand:example.org\"") {
      user?.hasPrefix("@") == true && user?.contains(":") == true
    }
  }

  /// Without a slash at the end.
  var root: String { server.hasSuffix("/") ? String(server.dropLast()) : server }
}
