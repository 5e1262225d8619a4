import Foundation

/// A real Matrix homeserver, on a port and with state of its own; see
/// `Tests/Servers/Matrix/synapse.sh`. It has the users `customer` and `brand`.
public final class SynapseServer: Sendable {
  public static let password = "pw-12345"
  /// Acts for any user but those with a password, by `user_id` in the query.
  public static let customersToken = "local-as-token"
  private static let script = "Matrix/synapse.sh"

  public let port: Int
  private let server: RealServer

  /// What is missing to run it; nil: nothing.
  public static var missing: String? {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "/root")/.cache"
    let venv = environment["SYNAPSE_VENV"] ?? "\(cache)/replyd/synapse-1.163.2"
    guard FileManager.default.fileExists(atPath: "\(venv)/complete") else {
      return "there is no Synapse; `bash Tests/install.sh matrix` installs it"
    }
    return nil
  }

  /// - Parameter messageLimit: Synapse's `rc_message`, e.g. `{per_second: 0.2, burst_count: 2}`,
  ///   for answers of 429; nil: no limit.
  public init(messageLimit: String? = nil) throws {
    port = try FreePort.next()
    var environment = ["PORT": "\(port)"]
    environment["RC"] = messageLimit
    server = try RealServer(Self.script, environment: environment)
  }

  public var url: String { "http://127.0.0.1:\(port)" }

  /// Makes one more user, with the same password; `@name:localhost`.
  public func addUser(_ name: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = [ServerProcess.path(of: Self.script), "user", name]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["PORT": "\(port)", "SERVERS_ROOT": server.folder.path]
    ) { $1 }
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw ServerProcess.Failure("Synapse made no user \(name)")
    }
  }
}
