public import PluginKit
public import PluginTesting

/// A folder with a config and all that it names, for a daemon against a loopback Mastodon server.
public struct DaemonSetup: Sendable {
  public static let connector = "mastodon"

  public let folder: TemporaryFolder
  public let binary: ReplydBinary
  public let console: Int
  /// Seconds that SIGTERM may take.
  public let drain = 10

  public var config: String { folder.path(of: "replyd.json") }
  public var store: String { folder.path(of: "var/replyd.sqlite") }
  public var log: String { folder.path(of: "daemon.log") }

  /// - Parameter limits: members of `limits`, over fast defaults.
  /// - Parameter console: the local API's port; nil takes a free one.
  /// - Parameter more: members of the config, over those made here.
  public init(
    server: String, token: String = LoopbackMastodonProcess.token,
    courses: JSONValue = DaemonSetup.answerEverything, limits: [String: JSONValue] = [:],
    sweepEvery: String = "2s", maxInFlight: Int = 8, console: Int? = nil,
    crisis: JSONValue = ["team": "care"],
    more: [String: JSONValue] = [:]
  ) throws {
    folder = try TemporaryFolder()
    binary = try ReplydBinary()
    self.console = try console ?? FreePort.next()
    try folder.write(token, to: "token", mode: 0o600)
    try folder.write(courses.text(), to: "courses.json")
    try folder.write(Self.faq.text(), to: "faq.json")
    var bounds: [String: JSONValue] = [
      "coalesce": "100ms", "maxRepliesPerAuthorHour": 10_000, "drain": .string("\(drain)s"),
    ]
    bounds.merge(limits) { _, new in new }
    let all: JSONValue = [
      "brand": ["name": "Brand"], "store": ["sqlite": "var/replyd.sqlite"],
      "connectors": [
        "mastodon": [
          "plugin": "mastodon", "mode": "auto", "pollEvery": "50ms",
          "settings": [
            "server": .string(server), "token": ["file": "token"], "startFrom": "oldest",
            "sweepEvery": .string(sweepEvery), "surfacesWithin": "1s", "timeout": "10s",
            "maxInFlight": .int(maxInFlight), "postingBudget": 0,
          ],
        ]
      ],
      "stages": [
        ["plugin": "sentiment"], ["plugin": "intent"],
        ["plugin": "crisis", "settings": crisis],
        [
          "plugin": "faq", "mode": "auto",
          "settings": ["entries": ["faq.json"], "answerAbove": 0.7],
        ],
        ["plugin": "courses", "mode": "auto", "settings": ["file": "courses.json"]],
        ["plugin": "handoff", "settings": ["team": "care", "as": "fallback"]],
      ],
      "windows": [["acknowledge": "6h", "human": "24h"]],
      // What is told together is told soon: a test waits until everything is.
      "teams": ["care": ["notify": ["chat"], "groupFor": "2s"]],
      "notifiers": ["chat": ["plugin": "log"]],
      "console": ["listen": .string("127.0.0.1:\(self.console)")],
      "limits": .object(bounds.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }),
    ]
    guard case .object(let members) = all else { return }
    let kept = members.filter { more[$0.key] == nil }
    let added = more.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, $0.value) }
    try folder.write(JSONValue.object(kept + added).text(pretty: true), to: "replyd.json")
  }

  /// What the daemon's own web server answers, without the command line.
  public func page(_ path: String) async throws -> (status: Int, text: String) {
    try await LoopbackConsole(port: console).get(path)
  }

  public func start(level: String = "warning") throws -> ReplydDaemon {
    try binary.start(config: config, log: log, level: level)
  }

  /// Starts and waits until its console answers.
  public func started(level: String = "warning") async throws -> ReplydDaemon {
    let daemon = try start(level: level)
    try await eventually("the console listens (see \(log))") { try await isAnswering() }
    return daemon
  }

  /// `replyd COMMAND --config ...`.
  public func command(_ words: String...) async throws -> ReplydBinary.Output {
    try await binary.run(words + ["--config", config])
  }

  /// The JSON that a command prints; a failure throws what it said.
  public func json(_ words: String...) async throws -> JSONValue {
    let done = try await binary.run(words + ["--json", "--config", config])
    guard done.status == 0 else { throw ReplydBinary.Failure(description: done.error) }
    return try JSONReader.read(done.output.utf8).plain
  }

  /// `replyd status`, as the running daemon or the file says.
  public func status() async throws -> DaemonStatus { DaemonStatus(try await json("status")) }

  /// Whether the console answers.
  public func isAnswering() async throws -> Bool {
    do {
      return try await LoopbackConsole(port: console).isHealthy()
    } catch is LoopbackConsole.Silent {
      return false
    }
  }
}
