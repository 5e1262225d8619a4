import ConnectorKit
import Foundation
import PluginKit

/// What became of messages: asked for one by one, some at a time.
struct StateLookup: Sendable {
  /// Messages asked for at once.
  private static let maxInFlight = 8

  let account: Account
  let api: MatrixAPI

  /// In the order of `messages`. Fails only when the server answers for none of them, or says
  /// itself that it will not answer for now.
  func states(of messages: [Message]) async throws(PollFailure) -> [RemoteState] {
    var states: [RemoteState] = []
    var failure: PollFailure?
    var rest = messages[...]
    while !rest.isEmpty {
      let part = Array(rest.prefix(Self.maxInFlight))
      rest = rest.dropFirst(Self.maxInFlight)
      for outcome in await together(part) {
        switch outcome {
        case .success(let state): states.append(state)
        case .failure(.retry(nil, let why)):
          failure = .retry(after: nil, why)
          states.append(.later(why))
        case .failure(let error): throw error
        }
      }
    }
    let isSilent = states.allSatisfy { if case .later = $0 { true } else { false } }
    if let failure, isSilent { throw failure }
    return states
  }

  private func together(_ messages: [Message]) async -> [Result<RemoteState, PollFailure>] {
    await withTaskGroup(of: (Int, Result<RemoteState, PollFailure>).self) { group in
      for (index, message) in messages.enumerated() {
        group.addTask {
          do throws(PollFailure) {
            return (index, .success(try await state(of: message)))
          } catch {
            return (index, .failure(error))
          }
        }
      }
      var outcomes: [(index: Int, outcome: Result<RemoteState, PollFailure>)] = []
      for await (index, outcome) in group { outcomes.append((index, outcome)) }
      return outcomes.sorted { $0.index < $1.index }.map(\.outcome)
    }
  }

  private func state(of message: Message) async throws(PollFailure) -> RemoteState {
    guard let place = ConversationID(message.conversation) else {
      return .unclear("the message does not say which room it is in")
    }
    let reading = try await Aftermath.of(
      message.id.remote, in: place.room, by: account.user, api: api)
    let aftermath: Aftermath
    switch reading {
    case .there(let found): aftermath = found
    case .hidden(let refusal):
      return .unclear("the server does not show it any more (\(refusal)): did the account leave?")
    case .unreadable: return .unclear("the server's answer cannot be read")
    }
    if aftermath.event.isRedacted { return .deleted }
    if let now = try await account.reader.edited(message, as: aftermath.event, in: place.room) {
      return .edited(now)
    }
    let isDirect = try await account.rooms.view(of: place.room).isDirect
    let answers = NativeAnswers.posts(to: message, in: aftermath, place, isDirect: isDirect)
    if !answers.isEmpty { return .answered(answers) }
    return aftermath.isComplete
      ? .there : .unclear("the account wrote too much in the room since to check it all")
  }
}
