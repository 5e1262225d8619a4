import PluginKit

/// What every connector has to do, whatever its platform: the engine relies on it.
public struct ConnectorContract: Sendable {
  /// Polls without an end before a drain counts as a loop.
  static let maxPolls = 200

  private let driver: any ConnectorDriver

  public init(_ driver: any ConnectorDriver) { self.driver = driver }

  /// Runs the whole suite once, on a platform that has nothing to read yet. Each violation is one
  /// sentence; none is good.
  public func violations() async -> [String] {
    var report = Report()
    do {
      let start = try await emptyInput(&report)
      let messages = try await noGap(from: start, &report)
      guard messages.count >= 4 else {
        report.note("the suite needs four polled messages to go on")
        return report.violations
      }
      try await states(of: messages, &report)
      try await posting(to: messages[2], &report)
      try await guardedPosting(to: messages[3], &report)
    } catch {
      report.note("stopped by an error: \(error)")
    }
    return report.violations
  }
}

extension ConnectorContract {
  private struct Report {
    var violations: [String] = []
    mutating func note(_ violation: String) { violations.append(violation) }
    mutating func check(_ isFine: Bool, _ violation: @autoclosure () -> String) {
      if !isFine { note(violation()) }
    }
  }

  private struct Drained {
    var messages: [Message] = []
    var cursor: Cursor?
    var isLooping = false
    var ids: Set<String> { Set(messages.map(\.id.remote)) }
  }

  /// Polls until there is no more.
  private func drain(_ connector: any Connector, from cursor: Cursor?) async throws -> Drained {
    var drained = Drained(cursor: cursor)
    for _ in 0..<Self.maxPolls {
      let batch = try await connector.poll(after: drained.cursor)
      drained.messages += batch.messages
      drained.cursor = batch.cursor ?? drained.cursor
      if !batch.hasMore { return drained }
    }
    drained.isLooping = true
    return drained
  }

  private func emptyInput(_ report: inout Report) async throws -> Cursor? {
    let connector = try await driver.makeConnector()
    let traits = connector.traits
    report.check(traits.maxLength > 0, "maxLength is not positive")
    report.check(traits.maxInFlight > 0, "maxInFlight is not positive")
    report.check(traits.length("") == 0, "the empty text has a length")
    report.check(traits.length("ab") > traits.length("a"), "a longer text has no greater length")
    let drained = try await drain(connector, from: nil)
    report.check(drained.messages.isEmpty, "an empty platform gives messages")
    report.check(!drained.isLooping, "an empty platform always has more")
    let again = try await drain(connector, from: drained.cursor)
    report.check(again.messages.isEmpty, "an empty platform gives messages on the second poll")
    let states = try await connector.states(of: [])
    report.check(states.isEmpty, "no messages have states")
    return drained.cursor
  }

  /// Returns the messages in order.
  private func noGap(from start: Cursor?, _ report: inout Report) async throws -> [Message] {
    let texts = Self.texts
    let ids = try await driver.publish(texts)
    let whole = try await drain(driver.makeConnector(), from: start)
    report.check(!whole.isLooping, "polling does not end")
    let missing = ids.filter { !whole.ids.contains($0) }
    report.check(missing.isEmpty, "\(missing.count) of \(ids.count) messages were never polled")
    var byID: [String: Message] = [:]
    for message in whole.messages { byID[message.id.remote] = message }
    let order = whole.messages.map(\.id.remote).filter(Set(ids).contains)
    report.check(order == ids || order.count != ids.count, "messages are not oldest first")
    for (id, text) in zip(ids, texts) {
      guard let found = byID[id]?.text, found != text else { continue }
      report.note("the text \(Self.shown(text)) was read as \(Self.shown(found))")
    }
    let again = try await drain(driver.makeConnector(), from: start)
    report.check(again.ids == whole.ids, "the same cursor gives other messages after a restart")
    try await restart(from: start, whole, &report)
    let rest = try await drain(driver.makeConnector(), from: whole.cursor)
    report.check(rest.ids.isSubset(of: whole.ids), "the last cursor gives messages nobody wrote")
    return ids.compactMap { byID[$0] }
  }

  /// A restart after every single page.
  private func restart(
    from start: Cursor?, _ whole: Drained, _ report: inout Report
  ) async throws {
    var cursor = start
    var seen: Set<String> = []
    for _ in 0..<Self.maxPolls {
      let batch = try await driver.makeConnector().poll(after: cursor)
      seen.formUnion(batch.messages.map(\.id.remote))
      cursor = batch.cursor ?? cursor
      if !batch.hasMore { break }
    }
    report.check(seen == whole.ids, "restarts between pages lose messages")
  }

  private func states(of messages: [Message], _ report: inout Report) async throws {
    try await driver.edit(messages[0].id.remote, to: "Edited since.")
    try await driver.delete(messages[1].id.remote)
    let connector = try await driver.makeConnector()
    _ = try await drain(connector, from: nil)
    let asked = [messages[3], messages[1], messages[2], messages[0]]
    let states = try await connector.states(of: asked)
    guard states.count == asked.count else {
      return report.note("\(states.count) states for \(asked.count) messages")
    }
    report.check(states[0] == .there && states[2] == .there, "an unchanged message has a change")
    report.check(states[1] == .deleted, "a deleted message is not told, or in another place")
    if case .edited(let now) = states[3] {
      report.check(now.text == "Edited since.", "an edit is told with another text")
      report.check(now.id == messages[0].id, "an edit is told with another id")
    } else {
      report.note("an edited message is not told, or in another place")
    }
  }

  private func posting(to parent: Message, _ report: inout Report) async throws {
    let first = Self.reply("contract-1", .acknowledgement, "We are looking into it.", parent)
    let second = Self.reply("contract-2", .answer, "It is fixed now & <done>.", parent)
    let connector = try await driver.makeConnector()
    let before = try await connector.receipt(for: first)
    if case .found = before { report.note("a reply is found before it was posted") }
    let receipt = try await connector.post(first)
    let other = try await connector.post(second)
    report.check(receipt.remote != other.remote, "two replies share a receipt")
    switch connector.traits.idempotency {
    case .naturalKey, .expiringKey:
      let again = try await connector.post(first)
      report.check(again.remote == receipt.remote, "a repeated key gives another receipt")
      let after = try await driver.makeConnector().post(second)
      report.check(after.remote == other.remote, "a restart forgets the key")
    case .readBack, .none: break
    }
    let posts = try await driver.posts()
    for text in [first.text, second.text] {
      let count = posts.count { $0.contains(text) }
      report.check(count == 1, "the reply \(Self.shown(text)) is out \(count) times")
    }
    if case .none = connector.traits.idempotency { return }
    let restarted = try await driver.makeConnector()
    for (reply, receipt) in [(first, receipt), (second, other)] {
      guard case .found(let found) = try await restarted.receipt(for: reply) else {
        report.note("the reply \(Self.shown(reply.text)) is not found again")
        continue
      }
      report.check(found.remote == receipt.remote, "read-back finds another post")
    }
  }

  /// P9, and the limit the connector states itself.
  private func guardedPosting(to parent: Message, _ report: inout Report) async throws {
    let connector = try await driver.makeConnector()
    var narrow = parent
    narrow.visibility = .direct
    var wide = Self.reply("contract-3", .answer, "Much too public.", narrow)
    wide.visibility = .public
    await expectRejection(of: wide, by: connector, "a reply wider than its parent", &report)
    let text = String(repeating: "x", count: connector.traits.maxLength)
    let fits = Self.reply("contract-4", .answer, text, parent)
    report.check(connector.traits.length(text) <= connector.traits.maxLength, "x is no 1 long")
    do {
      _ = try await connector.post(fits)
    } catch {
      report.note("a reply of maxLength is not posted: \(error)")
    }
    let long = Self.reply("contract-5", .answer, String(repeating: "x", count: 100_001), parent)
    await expectRejection(of: long, by: connector, "a reply of 100,001 characters", &report)
  }

  private func expectRejection(
    of reply: Reply, by connector: any Connector, _ what: String, _ report: inout Report
  ) async {
    do {
      _ = try await connector.post(reply)
      report.note("\(what) is posted")
    } catch .rejected {
    } catch {
      report.note("\(what) is not rejected but: \(error)")
    }
  }

  private static func reply(
    _ key: String, _ kind: Reply.Kind, _ text: String, _ parent: Message
  ) -> Reply {
    Reply(key: key, kind: kind, text: text, visibility: parent.visibility, parent: parent)
  }

  private static func shown(_ text: String) -> String {
    JSONValue.string(String(text.prefix(60))).text()
  }

  /// More than a page of any platform, with what customers write.
  private static let texts =
    [
      "First.", "Second.", "Third, with a\nline break.",
      "Fourth: 3 < 4 && \"quoted\" & <b>no tag</b>",
      "Zażółć gęślą jaźń 👩‍👩‍👧‍👦 مرحبا", "</p><script>alert(1)</script>", "a 'b' {\"c\":\"d\"} \\n",
    ] + (8...170).map { "Message \($0)." }
}
