import Foundation
import PluginKit
import PluginTesting
import TestSupport

/// Real customers' turns from the labelled data beside this repository, as two recordings in which
/// each turn is a conversation of its own. Nothing of them is kept here.
struct Conversations {
  /// The data is not there; the sentence says where it was looked for.
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  static let connectors = ["east", "west"]
  /// Five days before the clocks of `zone` change.
  static let start = Date(timeIntervalSince1970: 1_772_496_000)
  static let zone = "America/Chicago"
  static let days = 7.0

  /// Lines by connector, in the order of the data.
  private(set) var lines: [String: [JSONValue]] = [:]
  private(set) var messages = 0
  private(set) var machines = 0

  private struct Row: Decodable {
    struct Turn: Decodable {
      let client: String?
      let client1: String?
      let datetime: String
      let message: String

      var customer: String? { client ?? client1 }
      var at: Date {
        get throws {
          try Date(datetime, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        }
      }
    }
    struct Header: Decodable { let company: String }
    let dialogContent: [Turn]
    let dialogHeader: Header
  }

  init() throws {
    let rows = try Self.rows()
    let step = Self.days * 86_400 / Double(rows.count)
    for (index, row) in rows.enumerated() {
      let connector = Self.connectors[row.dialogHeader.company.utf8.count % 2]
      let first = try row.dialogContent.first?.at ?? Self.start
      for (turn, said) in row.dialogContent.enumerated() where !said.message.isEmpty {
        guard let customer = said.customer else { continue }
        // Spread over a week; within a conversation as far apart as they were.
        let gap = min(max(0, try said.at.timeIntervalSince(first)), 6 * 3600)
        let at = Self.start.addingTimeInterval((step * Double(index)).rounded() + gap)
        let isMachine = index % 40 == 39
        lines[connector, default: []].append([
          "id": .string("c\(index)t\(turn)"), "text": .string(said.message),
          "author": [
            "id": .string(customer), "handle": .string("@\(customer)"), "bot": .bool(isMachine),
          ],
          "createdAt": .string(at.formatted(.iso8601)),
        ])
        messages += 1
        machines += isMachine ? 1 : 0
      }
    }
  }

  private static func rows() throws -> [Row] {
    let url = TestPaths.shared.appending(path: "data/conversations/support-dev.jsonl")
    guard FileManager.default.isReadableFile(atPath: url.path) else {
      throw Missing(
        description: "no conversations/support-dev.jsonl in the folder data of REPLYD_SHARED or "
          + "../shared")
    }
    return try Data(contentsOf: url).split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Row.self, from: Data($0))
    }
  }

  /// A brand that acknowledges complaints and questions, thanks for praise, and hands off the rest.
  static let config: JSONValue = [
    "brand": ["name": "Brand", "timeZone": .string(zone)], "store": ["sqlite": "var/replyd.sqlite"],
    "connectors": [:],
    "stages": [
      ["plugin": "sentiment"], ["plugin": "intent"],
      ["plugin": "courses", "mode": "auto", "settings": ["file": "courses.json"]],
      ["plugin": "handoff", "settings": ["team": "care", "as": "fallback"]],
    ],
    "windows": [
      ["when": ["intent": "complaint"], "acknowledge": "15m", "human": "4h"],
      ["acknowledge": "1h", "human": "24h"],
    ],
    "teams": ["care": ["notify": ["chat"]], "desk": ["notify": ["chat"]]],
    "notifiers": ["chat": ["plugin": "log"]],
  ]

  /// The same windows for the script, in seconds.
  static let windows: JSONValue = [
    "complaint": ["acknowledge": 900, "human": 14400], "": ["acknowledge": 3600, "human": 86400],
  ]

  static let courses: JSONValue = [
    "courses": [
      course("complaint", "acknowledgeAndHandoff", "Thank you for telling us.", team: "care"),
      course("question", "acknowledgeAndHandoff", "Thank you for asking.", team: "desk"),
      course("praise", "answer", "Thank you for your kind words.", team: nil),
      ["id": "experience", "when": ["intent": "experience"], "do": "ignore", "reason": "recorded"],
    ]
  ]

  private static func course(
    _ intent: String, _ action: String, _ text: String, team: String?
  ) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("id", .string(intent)), .init("when", ["intent": .string(intent)]),
      .init("do", .string(action)), .init("templates", ["en": [.string(text)]]),
    ]
    if let team { members.append(.init("team", .string(team))) }
    return .object(members)
  }
}
