import ConfigLoading
import Engine
import PluginKit
import Synchronization

/// The config that is in force in this process.
final class RunningConfig: Sendable {
  private struct State: Sendable {
    var assembly: Assembly
    var hash: String
  }
  private let state: Mutex<State>
  /// Of the secrets' hashes, another one in each process.
  private let salt = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }
    .joined(separator: "-")

  init(_ assembly: Assembly, hash: String) {
    state = Mutex(State(assembly: assembly, hash: hash))
  }

  var assembly: Assembly { state.withLock { $0.assembly } }
  var hash: String { state.withLock { $0.hash } }

  func replace(with assembly: Assembly, hash: String) {
    state.withLock { $0 = State(assembly: assembly, hash: hash) }
  }

  /// What `replyd diff` compares a file with.
  var json: JSONValue? {
    let now = state.withLock { $0 }
    guard let picture = now.assembly.picture else { return nil }
    return [
      "hash": .string(now.hash), "file": .string(now.assembly.file), "salt": .string(salt),
      "values": picture.values(salt: salt).json,
    ]
  }
}
