import Foundation
import PluginTesting
import Testing

/// What `zoneinfo_reference.py` says, line by line. It reads the same zone files as we do.
enum ZoneReference {
  static func lines(_ arguments: [String]) async throws -> [Substring] {
    let folder = try TemporaryFolder()
    try folder.write("", to: "lines")
    let output = URL(filePath: folder.path(of: "lines"))
    let script = URL(filePath: #filePath).deletingLastPathComponent()
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = [script.appending(path: "zoneinfo_reference.py").path] + arguments
    process.environment = ["PYTHONTZPATH": "/usr/share/zoneinfo"]
    process.standardOutput = try FileHandle(forWritingTo: output)
    // Waiting in place would hold one of the few threads that all tests share.
    let ended = AsyncStream<Void>.makeStream()
    process.terminationHandler = { _ in ended.continuation.finish() }
    try process.run()
    for await _ in ended.stream {}
    try #require(process.terminationStatus == 0, "bash Tests/install.sh installs what it needs")
    return String(decoding: try Data(contentsOf: output), as: UTF8.self).split(separator: "\n")
  }
}
