import Foundation
import PluginKit
import PluginTesting
import TestSupport

/// A folder with a config of recordings only, and the commands that read it.
struct CommandSetup {
  /// A command that should have succeeded did not.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  let folder: TemporaryFolder
  let binary: ReplydBinary

  init(mode: String = "auto", recording: [JSONValue] = Recordings.day) throws {
    folder = try TemporaryFolder()
    binary = try ReplydBinary()
    try folder.write(Brand.faq.text(), to: "faq.json")
    try folder.write(Brand.courses.text(), to: "courses.json")
    try record(recording)
    try write(config(mode: mode))
  }

  /// The whole pipeline of the demo, with people told once.
  func config(mode: String = "auto", courses: String = "courses.json") -> JSONValue {
    [
      "brand": ["name": "Brand"], "store": ["sqlite": "var/replyd.sqlite"],
      "connectors": [
        "demo": [
          "plugin": "replay", "mode": .string(mode), "pollEvery": "20ms",
          "settings": [
            "file": "recording.jsonl", "replies": "var/replies.jsonl", "restamp": true, "speed": 0,
          ],
        ]
      ],
      "stages": [
        ["plugin": "sentiment"], ["plugin": "intent"],
        ["plugin": "crisis", "settings": ["team": "care"]],
        [
          "plugin": "faq", "mode": "auto",
          "settings": ["entries": ["faq.json"], "answerAbove": 0.7],
        ],
        ["plugin": "courses", "mode": "auto", "settings": ["file": .string(courses)]],
        ["plugin": "handoff", "settings": ["team": "care", "as": "fallback"]],
      ],
      "teams": ["care": ["notify": ["chat"], "repeatEvery": "7d"]],
      "notifiers": ["chat": ["plugin": "log"]], "limits": ["coalesce": "20ms"],
    ]
  }

  func write(_ config: JSONValue, to name: String = "replyd.json") throws {
    try folder.write(config.text(pretty: true), to: name)
  }

  func record(_ lines: [JSONValue]) throws {
    try folder.write(Self.lines(lines), to: "recording.jsonl")
  }

  /// JSON lines.
  static func lines(_ values: [JSONValue]) -> String {
    values.map { $0.text() + "\n" }.joined()
  }

  /// `replyd WORDS --config CONFIG`.
  func run(_ words: String..., config: String = "replyd.json") async throws -> ReplydBinary.Output {
    try await binary.run(words + ["--config", folder.path(of: config)])
  }

  /// The same, which must succeed.
  @discardableResult
  func succeed(_ words: String...) async throws -> String {
    let done = try await binary.run(words + ["--config", folder.path(of: "replyd.json")])
    guard done.status == 0 else {
      throw Failure(description: "\(words) ended with \(done.status): \(done.error)")
    }
    return done.output
  }

  /// What a command prints with `--json`.
  func json(_ words: String...) async throws -> JSONValue {
    let done = try await binary.run(words + ["--json", "--config", folder.path(of: "replyd.json")])
    guard done.status == 0 else { throw Failure(description: done.error) }
    return try JSONReader.read(done.output.utf8).plain
  }

  /// Runs the daemon until nothing is left but what people must do.
  func runUntilDone() async throws {
    let done = try await run("run", "--until-done", "--log-level", "warning")
    guard done.status == 0 else { throw Failure(description: done.error) }
  }

  /// The ids of the messages that the recorded platform has replies to.
  func repliedTo() throws -> [String] {
    let path = folder.path(of: "var/replies.jsonl")
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return try String(contentsOfFile: path, encoding: .utf8).parsedLines()
      .compactMap { $0["inReplyTo"]?.string }.sorted()
  }
}

extension String {
  /// Each line as JSON.
  func parsedLines() throws -> [JSONValue] {
    try split(separator: "\n").map { try JSONReader.read($0.utf8).plain }
  }
}

extension JSONValue {
  /// An object's keys, in order.
  var keys: [String] {
    if case .object(let members) = self { members.map(\.key) } else { [] }
  }

  var count: Int? { number.map { Int($0) } }
}
