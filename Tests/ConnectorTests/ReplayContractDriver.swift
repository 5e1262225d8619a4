import Foundation
import PluginKit
import PluginTesting
import ReplayConnectorPlugin
import TestSupport

/// Writes a recording line by line, as if customers came and went.
actor ReplayContractDriver: ConnectorDriver {
  private let folder: TemporaryFolder
  private var recording = ""
  private var count = 0

  init() throws { folder = try TemporaryFolder() }

  func makeConnector() throws -> any Connector {
    let file = try folder.write(recording, to: "messages.jsonl")
    return try replayConnector.built(["file": .string(file), "speed": 0])
  }

  func publish(_ texts: [String]) -> [String] {
    texts.map { text in
      count += 1
      append(["id": .string("m\(count)"), "text": .string(text)])
      return "m\(count)"
    }
  }

  func edit(_ remote: String, to text: String) {
    append(["edit": .string(remote), "text": .string(text)])
  }

  func delete(_ remote: String) { append(["delete": .string(remote)]) }

  func posts() throws -> [String] { try folder.replies().compactMap { $0["text"]?.string } }

  private func append(_ line: JSONValue) { recording += line.text() + "\n" }
}

extension TemporaryFolder {
  /// What was written beside `messages.jsonl`.
  func replies() throws -> [JSONValue] {
    try text(of: "messages.replies.jsonl").split(separator: "\n").map {
      try JSONReader.read($0.utf8).plain
    }
  }

  func text(of name: String) throws -> String {
    try String(contentsOfFile: path(of: name), encoding: .utf8)
  }
}
