import Foundation
import PluginKit
import TestSupport
import Transport

/// Mocks that check every request against the platforms' own specs, as a process of their own. See
/// Tests/Servers/Mocks. They end with this process.
final class PlatformMocks: Sendable {
  struct Failure: Error, CustomStringConvertible { let description: String }

  /// nil without the specs. Started at the first use.
  static let shared = Result { () throws -> PlatformMocks? in
    guard let specs else { return nil }
    return try PlatformMocks(specs)
  }

  private static var specs: String? {
    let folder = TestPaths.shared.appending(path: "servers/specs").path
    return FileManager.default.fileExists(atPath: "\(folder)/slack-swagger2.json") ? folder : nil
  }

  private let process: Process
  private let input: Pipe
  private let ports: [String: Int]
  private let client: HTTPClient

  private init(_ specs: String) throws {
    let folder = TestPaths.repository.appending(path: "Tests/Servers/Mocks")
    let root = FileManager.default.temporaryDirectory.appending(path: "replyd-notifier-mocks")
    try Self.install(folder, root)
    var ports: [String: Int] = [:]
    for name in ["slack", "discord", "telegram"] { ports[name] = try FreePort.next() }
    self.ports = ports
    process = Process()
    input = Pipe()
    process.executableURL = root.appending(path: "mock-venv/bin/python")
    process.arguments =
      [folder.appending(path: "openapi_mock.py").path] + ports.map { "\($0.key):\($0.value)" }
    process.environment = ["MOCK_SPECS": specs, "MOCK_STDIN": "1"]
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    var configuration = HTTPClient.Configuration()
    configuration.allowPrivateTargets = true
    client = HTTPClient(configuration: configuration)
  }

  private static func install(_ folder: URL, _ root: URL) throws {
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    let install = Process()
    install.executableURL = URL(filePath: "/bin/bash")
    install.arguments = [folder.appending(path: "mock.sh").path, "install"]
    install.environment = ProcessInfo.processInfo.environment.merging(
      ["SERVERS_ROOT": root.path], uniquingKeysWith: { $1 })
    try install.run()
    install.waitUntilExit()
    guard install.terminationStatus == 0 else {
      throw Failure(description: "mock.sh install failed: are python3-venv and PyPI there?")
    }
  }

  func server(_ name: String) -> String { "http://127.0.0.1:\(ports[name] ?? 0)" }

  /// Waits until it listens, and forgets what it got.
  func reset(_ name: String) async throws {
    try await eventually("the mock of \(name) listens", within: .seconds(300)) {
      do {
        _ = try await self.control(name, "reset")
        return true
      } catch let failure as TransportFailure where failure.kind == .connect { return false }
    }
  }

  @discardableResult
  func control(_ name: String, _ word: String, _ body: JSONValue = [:]) async throws -> JSONValue {
    let request = HTTPRequest.json(
      Data(body.text().utf8), to: "\(server(name))/_mock/\(word)")
    return try JSONReader.read(try await client.send(request).body).plain
  }

  func violations(_ name: String) async throws -> [JSONValue] {
    try await control(name, "violations").array ?? ["unreadable"]
  }

  /// The bodies that were taken.
  func sent(_ name: String) async throws -> [JSONValue] {
    try await control(name, "log")["sent"]?.array ?? []
  }
}
