import Foundation
import PluginHosting
import PluginKit
import PluginTesting

extension ConformanceSuite {
  /// Polls without an end before it counts as a loop.
  private static let maxPolls = 200

  var connectorChecks: [() async -> CheckResult] {
    [firstPoll, strangeCursor, newMessages, posts, statesOf, connectorMemory]
  }

  private struct Drained {
    var messages: [Message] = []
    var answers: [OwnPost] = []
    var cursor: Cursor?
    var isLooping = true
  }

  private func drain(from cursor: Cursor?) async throws(PollFailure) -> Drained {
    guard let connector = ExternalConnector(launch, id: "suite") else { return Drained() }
    defer { connector.end() }
    var drained = Drained(cursor: cursor)
    for _ in 0..<Self.maxPolls {
      let page = try await connector.poll(after: drained.cursor)
      drained.messages += page.messages
      drained.answers += page.ownPosts
      drained.cursor = page.cursor ?? drained.cursor
      if !page.hasMore {
        drained.isLooping = false
        break
      }
    }
    return drained
  }

  private func firstPoll() async -> CheckResult {
    let title = "the first poll answers nothing old, and the same cursor gives the same"
    do {
      let first = try await drain(from: nil)
      let again = try await drain(from: first.cursor)
      var problems: [String] = []
      if first.isLooping { problems.append("\"hasMore\" is true for ever: polling does not end") }
      if !first.messages.isEmpty {
        problems.append(
          "the first poll (a null cursor) gave \(first.messages.count) messages: begin at the "
            + "newest")
      }
      if !first.answers.isEmpty {
        problems.append("the first poll gave \(first.answers.count) answers: they are old")
      }
      if first.cursor == nil { problems.append("the first poll gave no cursor to go on from") }
      if !again.messages.isEmpty { problems.append("the second poll gave messages nobody wrote") }
      return CheckResult(title, problems: problems)
    } catch {
      return CheckResult(title, problems: ["\(error)"])
    }
  }

  /// A store that was restored, or a version before: it must say so, or begin anew.
  private func strangeCursor() async -> CheckResult {
    var problems: [String] = []
    for cursor in Cursor.rubbish {
      do { _ = try await drain(from: cursor) } catch {
        if case .retry(_, let why) = error, why.contains("during poll") || why.contains("within") {
          let name = JSONValue.string(String(cursor.text.prefix(20))).text()
          problems.append("the cursor \(name): \(why)")
        }
      }
    }
    return CheckResult("a cursor it cannot read does not break it", problems: problems)
  }

  private func newMessages() async -> CheckResult {
    let title = "examples.jsonl: what is new is polled, once, oldest first"
    let path = folder.path(of: "examples.jsonl")
    guard FileManager.default.fileExists(atPath: path) else {
      return CheckResult(title, skipped: "there is no examples.jsonl; docs/plugins.md has its form")
    }
    var problems: [String] = []
    do {
      var cursor = try await drain(from: nil).cursor
      for (index, example) in try ConnectorExample.read(path).enumerated() {
        try example.happen(in: folder.url)
        let page = try await drain(from: cursor)
        let again = try await drain(from: cursor)
        let ids = page.messages.map(\.id.remote)
        if ids != example.ids {
          problems.append("line \(index + 1): polled \(ids), expected \(example.ids)")
        }
        let answers = page.answers.map(\.remote)
        if let expected = example.answers, answers != expected {
          problems.append("line \(index + 1): answers \(answers), expected \(expected)")
        }
        if again.messages.map(\.id.remote) != ids {
          problems.append("line \(index + 1): the same cursor gave other messages after a restart")
        }
        cursor = page.cursor
      }
    } catch {
      problems.append("\(error)")
    }
    return CheckResult(title, problems: problems)
  }

  private func posts() async -> CheckResult {
    guard let connector = ExternalConnector(launch, id: "suite") else {
      return CheckResult("posts", problems: ["the manifest has no \"connector\""])
    }
    defer { connector.end() }
    let reply = Reply.make("We look into it.", key: "suite-1", kind: .acknowledgement)
    var problems: [String] = []
    do {
      let before = try await connector.receipt(for: reply)
      if case .found = before { problems.append("a reply is found before it was posted") }
    } catch { problems.append("receipt: \(error)") }
    do {
      let receipt = try await connector.post(reply)
      problems += await repeated(reply, receipt, connector)
    } catch .rejected(let why) {
      return CheckResult("a reply is posted once", problems: problems, note: "rejected: \(why)")
    } catch {
      problems.append("post: \(error)")
    }
    return CheckResult("a reply is posted once", problems: problems)
  }

  private func repeated(
    _ reply: Reply, _ receipt: Receipt, _ connector: ExternalConnector
  ) async -> [String] {
    var problems: [String] = []
    do {
      switch connector.traits.idempotency {
      case .naturalKey, .expiringKey:
        let again = try await connector.post(reply)
        if again.remote != receipt.remote { problems.append("a repeated key gave another receipt") }
      case .readBack, .none: break
      }
      if case .none = connector.traits.idempotency { return problems }
      if case .found(let found) = try await connector.receipt(for: reply) {
        if found.remote != receipt.remote { problems.append("receipt finds another post") }
      } else {
        problems.append("the reply is out, and receipt does not find it")
      }
    } catch {
      problems.append("a repeated post: \(error)")
    }
    return problems
  }

  private func statesOf() async -> CheckResult {
    guard let connector = ExternalConnector(launch, id: "suite") else {
      return CheckResult("states")
    }
    defer { connector.end() }
    var problems: [String] = []
    do {
      let states = try await connector.states(of: [.make(id: "s1"), .make(id: "s2")])
      if states.count != 2 { problems.append("state must answer for each message") }
    } catch {
      problems.append("\(error)")
    }
    return CheckResult("it says what became of messages", problems: problems)
  }

  private func connectorMemory() async -> CheckResult {
    var cursor = JSONValue.null
    return await growth(warm: 10, rounds: 100) { process, _ in
      let params: JSONValue = ["cursor": cursor]
      let page = try await process.call("poll", params.bytes, within: launch.deadline)
      if let text = page.plain["cursor"] { cursor = text }
    }
  }
}

/// One line of a connector's examples.jsonl: a command that makes something happen on its platform,
/// run in the folder, and the ids of the messages that have to come of it.
private struct ConnectorExample {
  let command: [String]
  let ids: [String]
  /// Posts of the brand's own account; nil: not looked at.
  let answers: [String]?

  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  static func read(_ path: String) throws -> [ConnectorExample] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { line in
      let value = try JSONReader.read(line.utf8).plain
      guard let command = value["run"]?.array?.compactMap(\.string), !command.isEmpty,
        let ids = value["messages"]?.array?.compactMap({ $0["id"]?.string })
      else {
        throw Problem(
          description: "expected {\"run\": [\"command\"], \"messages\": [{\"id\": ...}]}")
      }
      return ConnectorExample(
        command: command, ids: ids,
        answers: value["answers"]?.array?.compactMap { $0["remote"]?.string })
    }
  }

  func happen(in folder: URL) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = folder
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Problem(description: "\(command.joined(separator: " ")) failed")
    }
  }
}
