import Foundation
import PluginKit
import Transport

/// Looks for posts of our own account that answer a message: an agent may have replied in the app.
/// Which of them replyd posted itself only the engine knows.
struct NativeAnswers {
  enum Result: Sendable {
    /// Oldest first; may be empty.
    case posts([Receipt])
    case unclear(String)
    /// This one thread could not be asked for now.
    case later(String)
  }

  /// Threads asked for at once.
  private static let maxInFlight = 8

  let api: MastodonAPI
  /// The id of our own account.
  let me: String

  /// One result a message, in order. Fails only when the server answers for none of them, or
  /// says itself that it will not answer for now.
  func results(for messages: [Message]) async throws(PollFailure) -> [Result] {
    var results: [Result] = []
    var failure: PollFailure?
    var rest = messages[...]
    while !rest.isEmpty {
      let part = Array(rest.prefix(Self.maxInFlight))
      rest = rest.dropFirst(Self.maxInFlight)
      for outcome in await together(part) {
        switch outcome {
        case .success(let result): results.append(result)
        case .failure(.retry(nil, let why)):
          failure = .retry(after: nil, why)
          results.append(.later(why))
        case .failure(let error): throw error
        }
      }
    }
    let isSilent = results.allSatisfy { if case .later = $0 { true } else { false } }
    if let failure, isSilent { throw failure }
    return results
  }

  private func together(_ messages: [Message]) async -> [Swift.Result<Result, PollFailure>] {
    await withTaskGroup(of: (Int, Swift.Result<Result, PollFailure>).self) { group in
      for (index, message) in messages.enumerated() {
        group.addTask {
          do throws(PollFailure) {
            return (index, .success(try await result(for: message)))
          } catch {
            return (index, .failure(error))
          }
        }
      }
      var outcomes: [(index: Int, outcome: Swift.Result<Result, PollFailure>)] = []
      for await (index, outcome) in group { outcomes.append((index, outcome)) }
      return outcomes.sorted { $0.index < $1.index }.map(\.outcome)
    }
  }

  private func result(for message: Message) async throws(PollFailure) -> Result {
    let thread: RemoteThread
    switch try await self.thread(below: message.id.remote) {
    case .there(let answer): thread = answer
    // Gone since its status was read: the next look finds it deleted.
    case .gone: return .posts([])
    case .unreadable: return .unclear("its thread cannot be read")
    }
    var found = thread.descendants.filter { answers($0, message) }
    // A burst: the person may have replied to an earlier part of it.
    if let start = burstStart(thread.ancestors, message) {
      switch try await self.thread(below: start) {
      case .there(let answer):
        found += answer.descendants.filter { status in
          answers(status, message) && status.createdAt.map { $0 > message.createdAt } == true
        }
      case .gone: break
      case .unreadable: return .unclear("its thread cannot be read")
      }
    }
    var seen: Set<String> = []
    return .posts(
      found.compactMap { status in
        status.id.map { Receipt(remote: $0, url: status.url) }
      }.filter { seen.insert($0.remote).inserted })
  }

  private func thread(
    below id: String
  ) async throws(PollFailure) -> MastodonAPI.Reading<RemoteThread> {
    try await api.read(
      RemoteThread.self, "/api/v1/statuses/\(Parameters.percentEncoded(id))/context")
  }

  /// Ours, and to this author: others talk in the same thread. What was said before an edit is no
  /// answer to the new words.
  private func answers(_ status: RemoteStatus, _ message: Message) -> Bool {
    let author = message.author.id
    if let edited = message.editedAt, let at = status.createdAt, at < edited { return false }
    return status.account?.id == me
      && (status.inReplyTo == message.id.remote || status.inReplyToAccount == author
        || status.mentions.contains { $0.id == author })
  }

  /// The first of the author's own statuses right above the message.
  private func burstStart(_ ancestors: [RemoteStatus], _ message: Message) -> String? {
    ancestors.reversed().prefix { $0.account?.id == message.author.id }.last?.id
  }
}
