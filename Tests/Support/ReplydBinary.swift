public import Foundation
import PluginKit

/// The built `replyd`, run as an operator runs it.
public struct ReplydBinary: Sendable {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// What one command did.
  public struct Output: Sendable {
    public var status: Int32
    public var output: String
    public var error: String
  }

  /// Names the folder of the binaries to test.
  public static let variable = "REPLYD_RELEASE"

  public let url: URL

  /// In the named folder, else the release build of this repository, else beside the tests.
  public init() throws {
    var folders: [URL] = []
    if let named = ProcessInfo.processInfo.environment[Self.variable] {
      folders = [URL(filePath: named)]
    } else {
      folders = [
        TestPaths.repository.appending(path: ".build/release"), TestPaths.buildFolder,
      ]
    }
    let found = folders.map { $0.appending(path: "replyd") }.first {
      FileManager.default.isExecutableFile(atPath: $0.path)
    }
    guard let found else {
      throw Failure(
        description: "no replyd in \(folders.map(\.path).joined(separator: ", ")): run "
          + "`swift build -c release --product replyd`, or name its folder in \(Self.variable)")
    }
    url = found
  }

  /// Runs one command to its end.
  ///
  /// - Parameter environment: added to this process's.
  public func run(
    _ arguments: [String], within limit: Duration = .seconds(60),
    environment: [String: String] = [:]
  ) async throws -> Output {
    let folder = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let output = folder.appending(path: "output")
    let error = folder.appending(path: "error")
    let process = try launch(
      arguments, output: output, error: error, environment: environment)
    do {
      try await eventually("replyd \(arguments.joined(separator: " ")) ends", within: limit) {
        !process.isRunning
      }
    } catch {
      kill(process.processIdentifier, SIGKILL)
      throw error
    }
    let result = Output(
      status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
      error: try String(contentsOf: error, encoding: .utf8))
    try FileManager.default.removeItem(at: folder)
    return result
  }

  /// Starts `replyd run`; what it logs is appended to `log`.
  public func start(config: String, log: String, level: String = "warning") throws -> ReplydDaemon {
    let url = URL(filePath: log)
    return ReplydDaemon(
      process: try launch(
        ["run", "--config", config, "--log-level", level], output: url, error: url),
      log: url)
  }

  /// Runs one command that asks questions: `answer` sees all that was printed so far and gives the
  /// next line of input, or nil to wait for more.
  public func converse(
    _ arguments: [String], within limit: Duration = .seconds(180),
    answer: @Sendable (String) async throws -> String?
  ) async throws -> Output {
    let folder = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let output = folder.appending(path: "output")
    let error = folder.appending(path: "error")
    let input = Pipe()
    let process = try launch(arguments, output: output, error: error, input: input)
    defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
    try await eventually("replyd \(arguments.joined(separator: " ")) ends", within: limit) {
      guard process.isRunning else { return true }
      if let line = try await answer(String(contentsOf: output, encoding: .utf8)) {
        // A command that has ended meanwhile reads no more.
        signal(SIGPIPE, SIG_IGN)
        try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
      }
      return false
    }
    let result = Output(
      status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
      error: try String(contentsOf: error, encoding: .utf8))
    try FileManager.default.removeItem(at: folder)
    return result
  }

  private func launch(
    _ arguments: [String], output: URL, error: URL, input: Pipe? = nil,
    environment: [String: String] = [:]
  ) throws -> Process {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    if !environment.isEmpty {
      process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    }
    process.standardInput = input ?? FileHandle.nullDevice
    process.standardOutput = try Self.appending(output)
    process.standardError = error == output ? process.standardOutput : try Self.appending(error)
    try process.run()
    return process
  }

  private static func appending(_ url: URL) throws -> FileHandle {
    if !FileManager.default.fileExists(atPath: url.path) { try Data().write(to: url) }
    let handle = try FileHandle(forWritingTo: url)
    try handle.seekToEnd()
    return handle
  }
}

/// Where this repository and its build lie, however the tests were started.
public enum TestPaths {
  public static let repository = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Data and specs that this repository does not hold: `REPLYD_SHARED`, else `../shared`.
  public static let shared =
    ProcessInfo.processInfo.environment["REPLYD_SHARED"].map { URL(filePath: $0) }
    ?? repository.deletingLastPathComponent().appending(path: "shared")

  /// The folder of the sentence encoder that `make test` fetched; nil if it could not.
  public static let encoder: String? = {
    let folder = repository.appending(path: ".build/test-models").path
    return FileManager.default.fileExists(atPath: "\(folder)/encoder.json") ? folder : nil
  }()

  /// Resolved by the kernel.
  public static let buildFolder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()
}
