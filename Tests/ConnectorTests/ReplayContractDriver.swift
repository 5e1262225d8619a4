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

  func publish(_ incoming: [Incoming]) throws -> [String] {
    if incoming.contains(where: \.isLate) {
      throw CannotShow("nothing is put between the lines of a recording")
    }
    return incoming.map { one in
      count += 1
      append([
        "id": .string("m\(count)"), "text": .string(one.text),
        "author": ["id": .string(one.author), "bot": .bool(one.isBot)],
        "visibility": one.isPrivate == true ? "direct" : "public",
      ])
      return "m\(count)"
    }
  }

  func edit(_ remote: String, to text: String) {
    append(["edit": .string(remote), "text": .string(text)])
  }

  func delete(_ remote: String) { append(["delete": .string(remote)]) }

  func posts() throws -> [PlatformPost] {
    guard FileManager.default.fileExists(atPath: folder.path(of: "messages.replies.jsonl")) else {
      return []
    }
    return try folder.replies().compactMap { line in
      guard let key = line["key"]?.string, let text = line["text"]?.string else { return nil }
      return PlatformPost(
        remote: key, text: text, inReplyTo: line["inReplyTo"]?.string,
        isPrivate: line["visibility"]?.string == "direct")
    }
  }

  func publishAsOurselves(_ text: String, to remote: String?) throws -> String {
    guard let remote else { throw CannotShow("a recording has only answers of the brand's") }
    count += 1
    append(["answered": .string(remote), "by": .string("p\(count)")])
    return "p\(count)"
  }

  func foreignCursors() async throws -> [Cursor] {
    let other = try ReplayContractDriver()
    _ = try await other.publish((1...100_000).map { Incoming("\($0)") })
    let connector = try await other.makeConnector()
    var cursor: Cursor?
    for _ in 1...200 { cursor = try await connector.poll(after: cursor).cursor ?? cursor }
    return [cursor].compactMap { $0 }
  }

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
