import Foundation
import PluginKit
import TestSupport

/// How long a customer waits for our reply under a steady load: by the server's own clock, from
/// the mention's time there to the reply's, so with the poll interval and all that is durable.
struct LatencyRun {
  struct Result {
    /// Sorted.
    let milliseconds: [Double]

    /// The nearest rank.
    func percentile(_ percent: Double) -> Double {
      let rank = Int((percent / 100 * Double(milliseconds.count)).rounded(.up))
      return milliseconds[min(max(rank, 1), milliseconds.count) - 1]
    }
  }

  static let perSecond = 100
  static let pollEvery = "10ms"

  let seconds: Int

  func measure() async throws -> Result {
    let messages = seconds * Self.perSecond
    let server = try LoopbackMastodonProcess(["--post-limit", "0"])
    let setup = try DaemonSetup(
      server: server.server, courses: DaemonSetup.speakAlways, limits: ["coalesce": "0s"],
      sweepEvery: "60s", maxInFlight: 32)
    try poll(setup)
    let daemon = try await setup.started(level: "error")
    try await server.load((0..<messages).map(EndToEndRun.mention), perSecond: Self.perSecond)
    try await eventually("all replies are out", within: .seconds(seconds + 120)) {
      try await server.read("counts")["clientStatuses"]?.number == Double(messages)
    }
    _ = try await daemon.terminate(within: .seconds(30))
    return try Self.latencies(in: try await server.record(), messages: messages)
  }

  private func poll(_ setup: DaemonSetup) throws {
    let file = URL(filePath: setup.config)
    let config = try JSONReader.read(Data(contentsOf: file)).plain.replacing(
      ["connectors", DaemonSetup.connector, "pollEvery"], with: .string(Self.pollEvery))
    try Data(config.text(pretty: true).utf8).write(to: file)
  }

  private static func latencies(in record: ServerRecord, messages: Int) throws -> Result {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    let asked = Dictionary(uniqueKeysWithValues: record.customers.map { ($0.id, $0.createdAt) })
    let milliseconds = try record.replies.compactMap { reply -> Double? in
      guard let mention = reply.inReplyTo.flatMap({ asked[$0] }) else { return nil }
      let start = try Date(mention, strategy: style)
      return try Date(reply.createdAt, strategy: style).timeIntervalSince(start) * 1000
    }
    guard milliseconds.count == messages else {
      throw EndToEndRun.Failure(
        description: "\(milliseconds.count) replies to \(messages) messages")
    }
    return Result(milliseconds: milliseconds.sorted())
  }
}

extension JSONValue {
  /// The same with another value at `path`; members that are missing stay missing.
  fileprivate func replacing(_ path: ArraySlice<String>, with value: JSONValue) -> JSONValue {
    guard let key = path.first else { return value }
    guard case .object(let members) = self else { return self }
    return .object(
      members.map {
        $0.key == key ? .init(key, $0.value.replacing(path.dropFirst(), with: value)) : $0
      })
  }
}
