import Console
import Engine
import Foundation
import PluginKit
import Storage

/// Two users for the demo's console, so that one can see what the other does. Their store is the
/// demo's, which is thrown away.
struct DemoGuests {
  private static let names = ["demo", "second"]
  private static let address = "127.0.0.1:8080"

  private let password: String
  private let listen: ListenAddress

  /// Adds them to the store, and the console to the config that has none.
  init(_ assembly: inout Assembly) async throws {
    assembly.console = assembly.console ?? ConsoleSettings(listen: ListenAddress(Self.address))
    guard let listen = assembly.console?.listen else {
      throw PluginFailure("the console has no address: correct \"console\".\"listen\"")
    }
    self.listen = listen
    password = String(OpaqueToken.api().dropFirst(OpaqueToken.apiPrefix.count).prefix(16))
    let store = try SQLiteStore(path: assembly.storePath)
    let digest = try PasswordHash.make(password)
    let now = SystemTime().now
    for name in Self.names {
      let user = NewUser(name: name, role: .admin, teams: nil, password: digest)
      _ = try await store.add(
        user,
        audit: AuditEntry(at: now, who: "demo", role: "operator", action: "users.add", target: name)
      )
    }
    try store.close()
  }

  var invitation: String {
    """

    The console: http://\(listen)  –  sign in as \(Self.names.joined(separator: " or ")), \
    password \(password)
    It stays until Ctrl-C.

    """
  }
}
