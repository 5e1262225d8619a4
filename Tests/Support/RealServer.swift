import Foundation

/// A real server that a script of `Tests/Servers` starts, with state of its own in a folder that
/// goes with it.
final class RealServer: Sendable {
  let folder: URL
  private let process: ServerProcess

  init(_ script: String, environment: [String: String]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "server-\(UUID().uuidString)")
    // Servers that drop their rights have to get in.
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    let process = try ServerProcess(
      python: "hosted.py", [ServerProcess.path(of: script)],
      environment: environment.merging(["SERVERS_ROOT": folder.path]) { $1 })
    self.process = process
    guard process.firstLine == "ready" else {
      throw ServerProcess.Failure("\(script) does not start: \(process.firstLine)")
    }
  }
}
