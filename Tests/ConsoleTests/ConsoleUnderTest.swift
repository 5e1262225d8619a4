import Console
import Engine
import Foundation
import Logging
import PluginKit
import PluginTesting
import Storage
import TestSupport
import Transport

/// The console on a free port, over a real store in which one handoff waits.
struct ConsoleUnderTest: Sendable {
  static let token = "a-token-of-the-tests"

  let port: Int
  let store: SQLiteStore
  private let client: HTTPClient

  struct Answer: Sendable {
    var status: Int
    var json: JSONValue
  }

  /// Serves while `body` runs.
  static func serve(_ body: @Sendable (ConsoleUnderTest) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path(of: "replyd.sqlite"))
    let console = ConsoleUnderTest(port: try FreePort.next(), store: store)
    try await console.fill()
    let server = try console.makeServer()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run() }
      try await eventually("the API listens") { await console.isListening() }
      try await body(console)
      group.cancelAll()
    }
    try store.close()
  }

  private init(port: Int, store: SQLiteStore) {
    self.port = port
    self.store = store
    var configuration = HTTPClient.Configuration()
    configuration.allowPrivateTargets = true
    client = HTTPClient(configuration: configuration)
  }

  private func makeServer() throws -> ConsoleServer {
    guard let address = ListenAddress("127.0.0.1:\(port)") else {
      throw NeverHappened(port: port)
    }
    var logger = Logger(label: "console-tests")
    logger.logLevel = .critical
    let time = ManualTime()
    let desk = OperatorDesk(
      store: store, daemon: nil,
      teams: Teams(byName: ["care": Team(notify: ["desk"])], fallback: "care"),
      rules: VerifyRules(maxAutomatedTurns: 3, tolerance: .minutes(2), isLive: false),
      time: time, deskStore: store, access: store)
    let console = try ConsoleApp(
      desk: desk, store: store, access: AccessDesk(store: store, time: time), token: Self.token,
      live: LiveHub(time: time), health: pages(),
      facts: {
        ConsoleFacts(
          brand: "Northwind", zone: .gmt, teams: ["care"], people: [], connectors: [:],
          procedures: [])
      }, state: { HealthView() }, time: time, logger: logger)
    return ConsoleServer(loopback: address, console, logger: logger)
  }

  /// Of a daemon that has not finished its start.
  private func pages() -> HealthPages {
    let time = ManualTime()
    let settings = AlarmSettings()
    let vitals = Vitals(
      connectors: [], stages: [], teams: Teams(byName: [:], fallback: ""), settings: settings,
      time: time)
    let monitor = HealthMonitor(
      vitals: vitals, store: store, notifiers: [:], settings: settings, time: time,
      observer: Nobody())
    let page = MetricsPage(
      registry: MetricRegistry(), store: store, vitals: vitals, monitor: monitor, connectors: [],
      version: "1.2.3", config: "0123456789abcdef", time: time)
    return HealthPages(metrics: page, monitor: monitor) { try await store.holds().count }
  }

  private struct Nobody: EngineObserver {
    func observe(_ event: EngineEvent) {}
  }

  private struct NeverHappened: Error { var port: Int }

  private func fill() async throws {
    _ = try await store.intake(
      IntakePage(
        connector: "test", messages: [.make("Where is it?")], cursor: nil,
        receivedAt: fixtureTime, coalesce: .zero, acknowledge: .hours(1), human: .hours(24)))
    let config = try await store.register(config: "hash", versions: [:], at: fixtureTime)
    let claimed = try await store.claim(limit: 9, now: fixtureTime)
    try await store.decide(
      claimed.map {
        Decided(
          row: $0.row, fence: $0.fence, cycle: $0.cycle, at: fixtureTime, action: .handoff,
          reason: "test", record: "{}", config: config,
          handoff: PlannedHandoff(
            team: "care", category: nil, reason: "test", recipients: [Recipient(notifier: "desk")],
            notifyAt: fixtureTime,
            escalations: [fixtureTime + .hours(1)]),
          acknowledgeBy: fixtureTime + .hours(1), humanBy: fixtureTime + .hours(24))
      })
  }

  private func isListening() async -> Bool {
    do {
      return try await client.send(HTTPRequest(.get, "\(url)/healthz")).status == 200
    } catch { return false }
  }

  var url: String { "http://127.0.0.1:\(port)" }

  func get(_ path: String, token: String? = Self.token) async throws -> Answer {
    var headers = HTTPHeaders()
    if let token { headers.add("Authorization", "Bearer \(token)") }
    return try await send(HTTPRequest(.get, "\(url)\(path)", headers: headers))
  }

  func change(
    _ method: HTTPMethod, _ path: String, body: String = "", token: String? = Self.token
  ) async throws -> Answer {
    var headers: HTTPHeaders = [
      "X-Replyd-Operator": "ana", "Content-Type": "application/json",
    ]
    if let token { headers.add("Authorization", "Bearer \(token)") }
    return try await send(
      HTTPRequest(method, "\(url)\(path)", headers: headers, body: Data(body.utf8)))
  }

  private func send(_ request: HTTPRequest) async throws -> Answer {
    let response = try await client.send(request)
    let isJSON = response.headers["Content-Type"] == "application/json"
    let json = isJSON ? try JSONReader.read(response.body).plain : .null
    return Answer(status: response.status, json: json)
  }
}
