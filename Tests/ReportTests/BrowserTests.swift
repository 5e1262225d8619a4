import Foundation
import PluginTesting
import TestSupport
import Testing

@testable import replyd

/// A real browser reads the page: hostile names make no element, charts are drawn at all widths.
struct BrowserTests {
  private static let browser = ["chromium", "chromium-browser", "google-chrome"].flatMap { name in
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map {
      "\($0)/\(name)"
    }
  }.first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Standard output; nil, after saying so, where no browser is.
  private func browse(_ words: [String], _ page: String) async throws -> String? {
    guard let browser = Self.browser else {
      print("NOT RUN: a page in chromium: it is missing: run `bash Tests/install.sh tests`")
      return nil
    }
    let folder = try TemporaryFolder()
    let output = folder.path(of: "output")
    #expect(FileManager.default.createFile(atPath: output, contents: nil))
    let process = Process()
    process.executableURL = URL(filePath: browser)
    process.arguments =
      [
        "--headless", "--no-sandbox", "--disable-gpu",
        "--user-data-dir=\(folder.path(of: "profile"))",
      ]
      + words + ["file://\(page)"]
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    process.standardError = FileHandle.nullDevice
    try process.run()
    try await eventually("the browser ends", within: .seconds(60)) { !process.isRunning }
    #expect(process.terminationStatus == 0)
    return try String(contentsOfFile: output, encoding: .utf8)
  }

  @Test func aBrowserMakesNoElementOfText() async throws {
    let folder = try TemporaryFolder()
    let report = try await RenderingTests.hostileReport()
    let page = try folder.write(HTMLReport(report).text, to: "report.html")
    guard let found = try await browse(["--dump-dom"], page) else { return }
    for tag in ["<script", "<img", "<b>", "<h1>x", "<!--"] {
      #expect(!found.contains(tag), "\(tag)")
    }
    #expect(found.components(separatedBy: "<style>").count == 2)
    #expect(found.components(separatedBy: "<svg class=\"chart\"").count == 4)
    #expect(found.components(separatedBy: "<h1>").count == 2)
    #expect(found.contains("</html>"))
  }

  @Test(arguments: ["1280,1600", "390,1600"])
  func thePageIsDrawn(_ size: String) async throws {
    let folder = try TemporaryFolder()
    let report = try await RenderingTests.hostileReport()
    let page = try folder.write(HTMLReport(report).text, to: "report.html")
    let picture = folder.path(of: "page.png")
    let words = ["--screenshot=\(picture)", "--window-size=\(size)", "--hide-scrollbars"]
    guard try await browse(words, page) != nil else { return }
    let size = try FileManager.default.attributesOfItem(atPath: picture)[.size] as? Int
    // A blank page has about 10 kB.
    #expect(size ?? 0 > 30_000)
  }
}
