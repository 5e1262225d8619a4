import Engine
import Foundation
import Logging
import PluginKit
import PluginTesting
import Storage
import TestSupport
import Transport

@testable import Console

/// The pages of links on a free port, over a real store in which handoffs wait.
struct LinksUnderTest: Sendable {
  /// What a test changes.
  struct Setup: Sendable {
    var messages: [Message] = [.make("Where is it?")]
    var team = "care"
    var people = LinkPeople.unknown
    var mask: @Sendable (String) -> String = { $0 }
    /// Whether snoozing works, as an operator's desk that can do it.
    var snoozes = false
  }

  static let path = "/replyd"

  let port: Int
  let store: SQLiteStore
  let time = ManualTime()
  let signer: LinkSigner
  let settings: LinkSettings
  private let client: HTTPClient

  /// Serves while `body` runs.
  static func serve(
    _ setup: Setup = Setup(), _ body: @Sendable (LinksUnderTest) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path(of: "replyd.sqlite"), for: .simulation)
    let links = LinksUnderTest(port: try FreePort.next(), store: store)
    try await links.fill(setup)
    let pages = try links.pages(setup)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await pages.run() }
      try await eventually("the pages listen") { await links.isListening() }
      try await body(links)
      group.cancelAll()
    }
    try store.close()
  }

  private init(port: Int, store: SQLiteStore) {
    self.port = port
    self.store = store
    settings = LinkSettings(
      url: "http://127.0.0.1:\(port)\(Self.path)/", listen: ListenAddress("127.0.0.1:\(port)"))
    signer = LinkSigner(key: Array(repeating: 7, count: 32), settings: settings)
    var configuration = HTTPClient.Configuration()
    configuration.allowPrivateTargets = true
    client = HTTPClient(configuration: configuration)
  }

  func pages(_ setup: Setup) throws -> LinkPages {
    guard let address = settings.listen else { throw NeverHappened() }
    var logger = Logger(label: "link-tests")
    logger.logLevel = .critical
    let desk = OperatorHandoffDesk(
      desk: OperatorDesk(
        store: store, daemon: nil, teams: Teams(byName: [:], fallback: "care"),
        rules: VerifyRules(maxAutomatedTurns: 3, tolerance: .minutes(2), isLive: false),
        time: time), store: store, time: time)
    return LinkPages(
      address: address, settings: settings, signer: signer,
      desk: setup.snoozes ? SnoozingDesk(real: desk) : desk, store: store, people: setup.people,
      mask: setup.mask, time: time, logger: logger)
  }

  private struct NeverHappened: Error {}

  /// Records a snooze as a closing, to see how often it happens.
  private struct SnoozingDesk: HandoffDesk {
    let real: OperatorHandoffDesk

    func handoff(_ id: Int64) async throws -> LinkedHandoff? {
      var found = try await real.handoff(id)
      if found?.row.takenBy?.hasPrefix("until ") == true { found?.row.takenBy = nil }
      return found
    }
    func take(_ id: Int64, by name: String) async throws { try await real.take(id, by: name) }
    func close(_ id: Int64, by name: String) async throws { try await real.close(id, by: name) }
    func snooze(_ id: Int64, until: Date, by name: String) async throws {
      try await real.close(id, by: "\(name) until \(until.formatted(.iso8601))")
    }
  }

  private func fill(_ setup: Setup) async throws {
    _ = try await store.intake(
      IntakePage(
        connector: "test", messages: setup.messages, cursor: nil,
        receivedAt: fixtureTime, coalesce: .zero, acknowledge: .hours(1), human: .hours(24)))
    let config = try await store.register(config: "hash", versions: [:], at: fixtureTime)
    let claimed = try await store.claim(limit: 256, now: fixtureTime)
    try await store.decide(
      claimed.map {
        Decided(
          row: $0.row, fence: $0.fence, cycle: $0.cycle, at: fixtureTime, action: .handoff,
          reason: "test", record: "{}", config: config,
          handoff: PlannedHandoff(
            team: setup.team, category: nil, reason: "test",
            recipients: [Recipient(notifier: "desk")], notifyAt: fixtureTime,
            escalations: [fixtureTime + .hours(1)]),
          acknowledgeBy: fixtureTime + .hours(1), humanBy: fixtureTime + .hours(24))
      })
  }

  private func isListening() async -> Bool {
    do {
      return try await client.send(HTTPRequest(.get, "http://127.0.0.1:\(port)/")).status == 404
    } catch { return false }
  }
}

/// Asking and acting.
extension LinksUnderTest {
  struct Answer: Sendable {
    var status: Int
    var headers: HTTPHeaders
    var text: String
  }

  func links(_ handoffs: [Int64] = [1], person: String? = nil, key: String = "n-1") throws
    -> HandoffLinks
  {
    struct None: Error {}
    guard let links = signer.links(handoffs: handoffs, person: person, key: key, at: fixtureTime)
    else { throw None() }
    return links
  }

  func get(_ url: String, headers: HTTPHeaders = [:]) async throws -> Answer {
    try await send(HTTPRequest(.get, url, headers: headers))
  }

  func post(_ url: String, _ form: String = "name=Ana", headers: HTTPHeaders = [:]) async throws
    -> Answer
  {
    var headers = headers
    headers.add("Content-Type", "application/x-www-form-urlencoded")
    return try await send(HTTPRequest(.post, url, headers: headers, body: Data(form.utf8)))
  }

  func send(_ request: HTTPRequest) async throws -> Answer {
    let response = try await client.send(request)
    return Answer(
      status: response.status, headers: response.headers,
      text: String(decoding: response.body, as: UTF8.self))
  }

  func handoff(_ id: Int64 = 1) async throws -> HandoffRow? {
    try await store.linkedHandoff(id)?.row
  }

  /// All that could change.
  func everything() async throws -> String {
    let rows = try await store.handoffs(waitingOnly: false, limit: 100)
    let record = try await store.why("1")?.text() ?? ""
    let status = try await store.status(now: time.now).json
    return "\(rows)\(record)\(status.text())"
  }
}
