import Engine
import Foundation
import PluginKit
import PluginTesting
import Storage

@testable import Console

/// A desk that lets people in, over a real store with one user.
struct AccessUnderTest: Sendable {
  static let password = "correct horse battery"
  static let address = "192.0.2.7"

  let folder: TemporaryFolder
  let store: SQLiteStore
  let desk: AccessDesk
  let time: ManualTime

  init(_ settings: AccessSettings = AccessSettings()) async throws {
    let folder = try TemporaryFolder()
    try self.init(folder, ManualTime(), settings)
    try await add("ana", .agent)
  }

  private init(_ folder: TemporaryFolder, _ time: ManualTime, _ settings: AccessSettings) throws {
    self.folder = folder
    self.time = time
    store = try SQLiteStore(path: folder.path(of: "replyd.sqlite"), for: .simulation)
    desk = AccessDesk(store: store, time: time, settings: settings, costs: .least)
  }

  /// The same file, as after a restart.
  func reopened() throws -> AccessUnderTest {
    try store.close()
    return try AccessUnderTest(folder, time, AccessSettings())
  }

  struct Unexpected: Error { var what: String }

  func add(
    _ name: String, _ role: Role, teams: Set<String>? = nil, password: String = Self.password
  ) async throws {
    let user = NewUser(
      name: name, role: role, teams: teams,
      password: try await desk.digest(of: password, for: name))
    guard try await store.add(user, audit: entry("users.add", name)) != nil else {
      throw Unexpected(what: "\(name) is there already")
    }
  }

  func entry(_ action: String, _ target: String? = nil) -> AuditEntry {
    AuditEntry(at: time.now, who: "root", role: "operator", action: action, target: target)
  }

  func change(_ name: String, _ change: UserChange) async throws {
    guard case .changed = try await store.change(user: name, change, audit: entry("test")) else {
      throw Unexpected(what: "\(name) was not changed")
    }
  }

  func trySignIn(
    _ name: String = "ana", _ password: String = Self.password, code: String? = nil,
    from address: String = Self.address
  ) async throws -> SignIn {
    try await desk.signIn(
      name: name, password: password, code: code, address: address, agent: "Test 1.0")
  }

  /// The token of a new session.
  func signIn(_ name: String = "ana", _ password: String = Self.password, code: String? = nil)
    async throws -> String
  {
    let answer = try await trySignIn(name, password, code: code)
    guard case .session(let token, _) = answer else { throw Unexpected(what: "\(answer)") }
    return token
  }

  func principal(_ token: String) async throws -> Principal? {
    try await desk.principal(session: token, address: Self.address)
  }

  /// Turns the second factor on; the secret, and the session's new token.
  func enrol(_ token: String, password: String = Self.password) async throws
    -> (secret: [UInt8], token: String)
  {
    let begun = try await desk.beginTOTP(session: token, address: Self.address)
    guard let secret = begun.flatMap({ Base32.bytes($0.secret) }) else {
      throw Unexpected(what: "no secret")
    }
    let done = try await desk.confirmTOTP(
      session: token, password: password, code: code(secret), address: Self.address)
    guard case .changed(let new) = done else { throw Unexpected(what: "\(done)") }
    return (secret, new)
  }

  func code(_ secret: [UInt8]) -> String { TOTP.code(secret, step: TOTP.step(at: time.now)) }

  /// All files of the store.
  func bytes() throws -> Data {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().reduce(Data()) {
      $0 + (FileManager.default.contents(atPath: folder.path(of: $1)) ?? Data())
    }
  }

  func actions() async throws -> [String] {
    try await desk.entries(AuditQuery()).reversed().map(\.action)
  }
}

extension SignIn {
  var isRefused: Bool { if case .refused = self { true } else { false } }
  var isSession: Bool { if case .session = self { true } else { false } }
  var until: Date? { if case .throttled(let until) = self { until } else { nil } }
  var needsCode: Bool { if case .codeNeeded = self { true } else { false } }
}
