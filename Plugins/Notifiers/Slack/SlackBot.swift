import PluginKit
import Synchronization

/// A bot in one channel, and which message each conversation began with. Only in memory: after a
/// restart a conversation begins anew.
final class SlackBot: Sendable {
  /// Conversations that are remembered; the oldest is forgotten.
  static let maxThreads = 1000

  let server: String
  let token: Secret
  let channel: String
  private let threads = Mutex(Threads())

  private struct Threads {
    var first: [String: String] = [:]
    var order: [String] = []
  }

  init(server: String, token: Secret, channel: String) {
    self.server = server
    self.token = token
    self.channel = channel
  }

  /// The `ts` of the conversation's first message.
  func parent(of thread: String) -> String? { threads.withLock { $0.first[thread] } }

  /// Keeps the first one: a reply's own `ts` is no parent.
  func remember(_ timestamp: String, for thread: String) {
    threads.withLock { threads in
      guard threads.first[thread] == nil else { return }
      threads.first[thread] = timestamp
      threads.order.append(thread)
      if threads.order.count > Self.maxThreads {
        threads.first[threads.order.removeFirst()] = nil
      }
    }
  }

  /// For a parent that is deleted.
  func forget(_ thread: String) {
    threads.withLock { threads in
      threads.first[thread] = nil
      threads.order.removeAll { $0 == thread }
    }
  }
}
