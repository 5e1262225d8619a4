import Foundation
import Testing

@testable import Transport

/// Against openssl's own server, with a certificate made for the test.
@Suite(.timeLimit(.minutes(2)))
struct TLSTests {
  @Test func anUnknownAuthorityIsRefusedUnwritten() async throws {
    let server = try TLSServer(subjectName: "IP:127.0.0.1")
    defer { server.stop() }
    let failure = try await HTTPClient.make()
      .failure(of: HTTPRequest(.post, server.url, body: Data("a")))
    #expect(failure.kind == .tls)
    #expect(failure.written == .never)
  }

  @Test func theGivenAuthorityIsAccepted() async throws {
    let server = try TLSServer(subjectName: "IP:127.0.0.1")
    defer { server.stop() }
    let client = HTTPClient.make { $0.caFile = server.certificate }
    #expect(try await client.send(HTTPRequest(.get, server.url)).status == 200)
  }

  @Test func aWrongHostNameIsRefusedUnwritten() async throws {
    let server = try TLSServer(subjectName: "DNS:other.example")
    defer { server.stop() }
    let client = HTTPClient.make { $0.caFile = server.certificate }
    let failure = try await client.failure(of: HTTPRequest(.post, server.url, body: Data("a")))
    #expect(failure.kind == .tls)
    #expect(failure.written == .never)
  }

  @Test func aMissingAuthorityFileIsATLSFailure() async throws {
    let server = try TLSServer(subjectName: "IP:127.0.0.1")
    defer { server.stop() }
    let client = HTTPClient.make { $0.caFile = server.certificate + ".missing" }
    let failure = try await client.failure(of: HTTPRequest(.get, server.url))
    #expect(failure.kind == .tls)
    #expect(failure.written == .never)
  }

  @Test func aPostThatWasReadAndDroppedIsUnknownOverTLSToo() async throws {
    let server = try TLSServer(subjectName: "IP:127.0.0.1", echoes: true)
    defer { server.stop() }
    let client = HTTPClient.make { $0.caFile = server.certificate }
    let url = server.url
    let request = HTTPRequest(.post, url, body: Data("the-body"))
    let call = Task { try await client.failure(of: request) }
    try server.waitFor("the-body")
    server.stop()
    let failure = try await call.value
    #expect(failure.kind == .disconnected)
    #expect(failure.written == .maybe)
  }
}

/// `openssl s_server` on a free port, with a fresh self-signed certificate.
private final class TLSServer {
  let certificate: String
  let url: String
  private let folder: URL
  private let process = Process()
  private let output = Pipe()
  private var seen = ""

  /// With `echoes` it prints what it receives and never answers; else it serves a status page.
  init(subjectName: String, echoes: Bool = false) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    certificate = folder.appending(path: "cert.pem").path
    let key = folder.appending(path: "key.pem").path
    _ = try Command.output(
      """
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
      -subj /CN=test -addext 'subjectAltName=\(subjectName)' -keyout '\(key)' -out '\(certificate)'
      """)
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["openssl", "s_server", "-accept", "127.0.0.1:0", "-key", key, "-cert", certificate]
      + (echoes ? [] : ["-www"])
    process.standardInput = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let reader = LineReader(output.fileHandleForReading)
    let accept = try reader.line { $0.hasPrefix("ACCEPT 127.0.0.1:") }
    url = "https://127.0.0.1:\(accept.dropFirst("ACCEPT 127.0.0.1:".count))/"
    seen = reader.rest
  }

  /// Blocks until the server has printed `text`.
  func waitFor(_ text: String) throws {
    while !seen.contains(text) {
      let data = output.fileHandleForReading.availableData
      guard !data.isEmpty else { throw Command.Failed(status: 0) }
      seen += data.text
    }
  }

  func stop() {
    guard process.isRunning else { return }
    // Not SIGTERM: a process started from a pool thread inherits its mask, which blocks that.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    do { try FileManager.default.removeItem(at: folder) } catch {
      Issue.record("the test's folder stays behind: \(error)")
    }
  }
}

private final class LineReader {
  private let handle: FileHandle
  private(set) var rest = ""

  init(_ handle: FileHandle) { self.handle = handle }

  func line(where accept: (Substring) -> Bool) throws -> String {
    while true {
      let complete = rest.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      if let line = complete.first(where: accept) { return String(line) }
      let data = handle.availableData
      guard !data.isEmpty else { throw Command.Failed(status: 0) }
      rest += data.text
    }
  }
}
