import ArgumentParser
import Foundation
import PluginKit
import TestSupport

/// Durable throughput of the whole: a server full of mentions, the real daemon in mode `auto`, and
/// the time until every reply stands in the server's own record.
@main
struct EndToEndCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "EndToEndBench")

  @Option(help: "Mentions that wait when the daemon starts.") var messages = 20_000
  @Option(help: "What `replyd bench --json` printed, to go into the same table.")
  var stages: String?
  @Option(help: "Figures of other programs, measured in the same run.") var others: String?
  @Option(help: "Where the figures go, as JSON.") var output: String?
  @Option(help: "Records a profile of the daemon with perf into this file.") var profile: String?

  func run() async throws {
    var figures = try stages.map { try Figures(contentsOf: $0) } ?? Figures()
    let run = try await EndToEndRun(messages: messages, profile: profile).measure()
    figures.add("endToEnd.durable", run.perSecond, "messages/s")
    figures.add("endToEnd.cpu", run.processorMicroseconds, "µs/message")
    figures.add("endToEnd.memory", run.peakMegabytes, "MB")
    if let others { figures.append(try Figures(contentsOf: others)) }
    print(figures.table)
    if let output { try figures.write(to: output) }
  }
}

/// Figures by name, in the order they came.
struct Figures {
  private var members: [JSONValue.Member] = []

  init() {}

  init(contentsOf path: String) throws {
    let text = try Data(contentsOf: URL(filePath: path))
    if case .object(let members) = try JSONReader.read(text).plain { self.members = members }
  }

  mutating func add(_ name: String, _ value: Double, _ unit: String) {
    members.append(
      .init(name, ["value": .rounded(value, digits: 1), "unit": .string(unit)]))
  }

  mutating func append(_ more: Figures) { members += more.members }

  var table: String {
    members.map { member in
      let name = member.key + String(repeating: " ", count: max(1, 24 - member.key.count))
      let value = member.value["value"]?.text() ?? ""
      let room = String(repeating: " ", count: max(0, 10 - value.count))
      return "\(name)\(room)\(value) \(member.value["unit"]?.string ?? "")"
    }.joined(separator: "\n")
  }

  func write(to path: String) throws {
    try Data((JSONValue.object(members).text(pretty: true) + "\n").utf8).write(
      to: URL(filePath: path), options: .atomic)
  }
}
