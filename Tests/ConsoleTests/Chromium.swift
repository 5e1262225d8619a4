import Foundation
import PluginTesting
import TestSupport

/// Debian's browser without a window.
struct Chromium {
  struct Failure: Error, CustomStringConvertible { let description: String }

  private let url: URL

  /// nil where there is none; says so.
  init?() {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let found = path.split(separator: ":").map { URL(filePath: "\($0)/chromium") }.first {
      FileManager.default.isExecutableFile(atPath: $0.path)
    }
    guard let found else {
      print("NOT RUN: chromium is missing: run `bash Tests/install.sh tests`")
      return nil
    }
    url = found
  }

  /// The document after its scripts have run.
  func document(_ page: String, width: Int, isDark: Bool, in folder: TemporaryFolder) throws
    -> String
  {
    try run(["--dump-dom"], page, width: width, isDark: isDark, in: folder)
  }

  /// A picture of the page; the file's path.
  func picture(
    _ page: String, _ name: String, width: Int, isDark: Bool, in folder: TemporaryFolder
  ) throws -> String {
    let path = folder.path(of: name)
    _ = try run(["--screenshot=\(path)"], page, width: width, isDark: isDark, in: folder)
    return path
  }

  private func run(
    _ arguments: [String], _ page: String, width: Int, isDark: Bool, in folder: TemporaryFolder
  ) throws -> String {
    try folder.write(page, to: "page.html")
    let process = Process()
    process.executableURL = url
    process.arguments =
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        "--user-data-dir=\(folder.path(of: "profile"))", "--window-size=\(width),1100",
        "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)",
      ] + arguments + ["file://\(folder.path(of: "page.html"))"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: "chromium ended with \(process.terminationStatus)")
    }
    return String(decoding: said, as: UTF8.self)
  }
}
