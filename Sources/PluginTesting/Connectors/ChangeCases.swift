import PluginKit

/// Customers change their minds, before and after they are answered.
extension ConnectorCase {
  static let changes = [
    ConnectorCase("states come in the order in which they are asked for") { run in
      let messages = try await run.receive((1...4).map { "State \($0)." })
      let connector = try await run.polledConnector()
      let asked = [messages[3], messages[0], messages[2], messages[1]]
      let states = try await connector.states(of: asked)
      run.check(states.count == asked.count, "\(states.count) states for \(asked.count) messages")
      run.check(states.allSatisfy { $0 == .there }, "an unchanged message has a change")
    },
    ConnectorCase("an edit before the reply is told") { run in
      let messages = try await run.receive((1...3).map { "Edit \($0)." })
      try await run.driver.edit(messages[1].id.remote, to: "Edited since.")
      try await run.expectEdit(of: messages)
    },
    ConnectorCase("an edit after the reply is told") { run in
      let messages = try await run.receive((1...3).map { "Answer and edit \($0)." })
      try await run.answer(messages)
      try await run.driver.edit(messages[1].id.remote, to: "Edited since.")
      try await run.expectEdit(of: messages)
    },
    ConnectorCase("a deletion before the reply is told") { run in
      let messages = try await run.receive((1...3).map { "Delete \($0)." })
      try await run.driver.delete(messages[1].id.remote)
      try await run.expectDeletion(of: messages)
    },
    ConnectorCase("a deletion after the reply is told") { run in
      let messages = try await run.receive((1...3).map { "Answer and delete \($0)." })
      try await run.answer(messages)
      try await run.driver.delete(messages[1].id.remote)
      try await run.expectDeletion(of: messages)
    },
    ConnectorCase("what was edited or deleted meanwhile is not polled as it was") { run in
      let start = try await run.begin()
      let ids = try await run.driver.publish((1...3).map { Incoming("Meanwhile \($0).") })
      try await run.driver.edit(ids[0], to: "Edited meanwhile.")
      let canDelete = try await run.attempt("deletions") { try await $0.delete(ids[1]) }
      let polled = try await run.drain(run.connect(), from: start)
      run.check(
        polled.byID[ids[0]]?.text == "Edited meanwhile.", "an edited message comes as it was")
      let isGone = polled.byID[ids[1]] == nil || polled.deleted.contains(ids[1])
      run.check(isGone || !canDelete, "a deleted message is polled")
      run.check(polled.byID[ids[2]] != nil, "the message behind them was never polled")
    },
  ]
}

extension CaseRun {
  fileprivate mutating func answer(_ messages: [Message]) async throws {
    for message in messages {
      _ = try await connect().post(Self.reply("Answered \(message.id.remote).", to: message))
    }
  }

  /// Of three messages the middle one was edited.
  fileprivate mutating func expectEdit(of messages: [Message]) async throws {
    let states = try await statesTurned(messages)
    guard case .edited(let now) = states[1] else {
      return note("an edited message is told as \(states[1])")
    }
    check(now.text == "Edited since.", "an edit is told with another text")
    check(now.id == messages[1].id, "an edit is told with another id")
  }

  fileprivate mutating func expectDeletion(of messages: [Message]) async throws {
    let states = try await statesTurned(messages)
    check(states[1] == .deleted, "a deleted message is told as \(states[1])")
  }

  /// The states in the order of `messages`, asked for in another one.
  private mutating func statesTurned(_ messages: [Message]) async throws -> [RemoteState] {
    let states = try await polledConnector().states(of: messages.reversed())
    guard states.count == messages.count else {
      throw Stopped("\(states.count) states for \(messages.count) messages")
    }
    for state in [states[0], states[2]] {
      if case .answered = state { continue }
      check(state == .there, "an unchanged message is told as \(state)")
    }
    return states.reversed()
  }
}
