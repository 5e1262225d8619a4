import Foundation
import PluginKit
import PluginTesting
import TestSupport

/// What befalls a daemon over months, one thing after the other.
final class Troublemaker {
  private static let outage = Duration.seconds(3)
  private static let untilNewToken = Duration.seconds(4)

  private let server: LoopbackMastodonProcess
  private let setup: DaemonSetup
  private let daemon: ReplydDaemon
  private let faq: [JSONValue]
  private var token = LoopbackMastodonProcess.token
  private var turn = 0
  private(set) var reloads = 0
  private(set) var outages = 0
  private(set) var tokens = 0

  init(server: LoopbackMastodonProcess, setup: DaemonSetup, daemon: ReplydDaemon) throws {
    self.server = server
    self.setup = setup
    self.daemon = daemon
    let file = try Data(contentsOf: URL(filePath: setup.folder.path(of: "faq.json")))
    faq = try JSONReader.read(file).plain["entries"]?.array ?? []
  }

  var summary: String { "\(reloads) reloads, \(outages) outages, \(tokens) expired tokens" }

  private struct NotReplaced: Error {}

  func makeNext() async throws {
    defer { turn += 1 }
    switch turn % 3 {
    case 0: try await reload()
    case 1: try await goAway()
    default: try await expireToken()
    }
  }

  /// Leaves all well.
  func end() async throws { _ = try await server.control("faults") }

  /// Another FAQ, and a broken one before it: that one changes nothing.
  private func reload() async throws {
    try setup.folder.write("{ \"entries\": [", to: "faq.json")
    kill(daemon.processID, SIGHUP)
    try await Task.sleep(for: .milliseconds(500))
    let entry: JSONValue = [
      "id": "endurance", "questions": [.string("Is this entry number \(turn) of the endurance test?")],
      "answer": "Yes.",
    ]
    let document: JSONValue = ["entries": .array(faq + [entry])]
    try setup.folder.write(document.text(pretty: true), to: "faq.json")
    kill(daemon.processID, SIGHUP)
    reloads += 1
  }

  /// Each request is dropped unanswered, as by a server that restarts.
  private func goAway() async throws {
    _ = try await server.control("faults", ["seed": 1, "dropBeforeActing": 1])
    try await Task.sleep(for: Self.outage)
    _ = try await server.control("faults")
    outages += 1
  }

  /// The old token is refused from now on; a little later the operator writes a new one.
  private func expireToken() async throws {
    _ = try await server.control("revoke", ["token": .string(token)])
    try await Task.sleep(for: Self.untilNewToken)
    token = try await server.newToken()
    let new = try setup.folder.write(token, to: "token.new", mode: 0o600)
    guard rename(new, setup.folder.path(of: "token")) == 0 else { throw NotReplaced() }
    kill(daemon.processID, SIGHUP)
    tokens += 1
  }
}
