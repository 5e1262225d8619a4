public import Foundation

/// A server as a process of its own that says in its first line where it listens. It ends with its
/// last reference, or with this process: its standard input closes then.
public final class ServerProcess: Sendable {
  /// Why there is no server to test against.
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
    public init(_ description: String) { self.description = description }
  }

  /// What it wrote first, without the line's end.
  public let firstLine: String
  private let process: Process
  private let input: Pipe

  public init(
    _ program: URL, _ arguments: [String], environment: [String: String] = [:]
  ) throws {
    process = Process()
    input = Pipe()
    let output = Pipe()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    firstLine = try Self.readLine(from: output.fileHandleForReading, program)
  }

  /// One of `Tests/Servers`, in Python.
  ///
  /// - Parameter path: from `Tests/Servers` on.
  public convenience init(
    python path: String, _ arguments: [String] = [], environment: [String: String] = [:]
  ) throws {
    try self.init(
      URL(filePath: "/usr/bin/python3"), [Self.path(of: path)] + arguments,
      environment: environment)
  }

  // It ends by itself then; to wait for it would hold up a thread that others need.
  deinit { input.fileHandleForWriting.closeFile() }

  /// The numbers in the first line, in order: ports.
  public var ports: [Int] { firstLine.split(separator: " ").compactMap { Int($0) } }

  /// Where something under `Tests/Servers` lies.
  public static func path(of name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Servers/\(name)").path
  }

  private static func readLine(from output: FileHandle, _ program: URL) throws -> String {
    var bytes = Data()
    while !bytes.contains(UInt8(ascii: "\n")) {
      let more = output.availableData
      guard !more.isEmpty else {
        let text = String(decoding: bytes, as: UTF8.self)
        throw Failure("\(program.lastPathComponent) ended before it listened: \(text)")
      }
      bytes += more
    }
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}
