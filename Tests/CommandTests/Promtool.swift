import Foundation
import TestSupport

/// Prometheus' own checker, from Debian's package.
struct Promtool {
  private let url: URL

  /// nil where there is none; says so.
  init?() {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = path.split(separator: ":").map { URL(filePath: String($0)) }
    let all = folders + [TestPaths.repository.appending(path: ".build/tools")]
    let found = all.map { $0.appending(path: "promtool") }.first {
      FileManager.default.isExecutableFile(atPath: $0.path)
    }
    guard let found else {
      print("NOT RUN: promtool is missing: run `bash Tests/install.sh promtool`")
      return nil
    }
    url = found
  }

  /// - Parameter file: what it reads on its standard input.
  func run(_ arguments: [String], input file: String? = nil) throws -> (status: Int32, said: String)
  {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    process.standardInput = try file.map { try FileHandle(forReadingFrom: URL(filePath: $0)) }
      ?? FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: said, as: UTF8.self))
  }
}
