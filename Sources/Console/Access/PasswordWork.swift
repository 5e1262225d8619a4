import Engine
import Foundation
import Synchronization

/// Runs what is costly about passwords on threads of its own, a few at a time: neither memory nor
/// the tasks' threads are at the mercy of whoever signs in.
final class PasswordWork: Sendable {
  /// 64 MiB each.
  static let atOnce = 2
  /// More are turned away.
  static let waitingLimit = 32

  /// Too many wait already.
  struct Busy: Error {}

  private struct State {
    var running = 0
    var waiting: [@Sendable () -> Void] = []
  }
  private enum Place { case now, later, none }

  private let state = Mutex(State())
  private let threads = DispatchQueue(
    label: "replyd.passwords", qos: .utility, attributes: .concurrent)

  let costs: PasswordHash.Costs

  init(_ costs: PasswordHash.Costs = .interactive) {
    self.costs = costs
  }

  /// How many run or wait.
  var load: Int { state.withLock { $0.running + $0.waiting.count } }

  /// - Parameter digest: nil for an unknown user.
  func matches(_ password: String, _ digest: PasswordDigest?) async throws -> Bool {
    guard password.utf8.count <= PasswordRule.limit,
      let compared = digest ?? PasswordDigest(costs.nobody)
    else { return false }
    let isSame = try await run { PasswordHash.matches(password, compared) }
    return isSame && digest != nil
  }

  func digest(of password: String) async throws -> PasswordDigest {
    try await run { [costs] in Result { try PasswordHash.make(password, costs) } }.get()
  }

  func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let job: @Sendable () -> Void = { continuation.resume(returning: body()) }
      let place = state.withLock { state -> Place in
        if state.running < Self.atOnce {
          state.running += 1
          return .now
        }
        guard state.waiting.count < Self.waitingLimit else { return .none }
        state.waiting.append(job)
        return .later
      }
      switch place {
      case .now: start(job)
      case .later: break
      case .none: continuation.resume(throwing: Busy())
      }
    }
  }

  private func start(_ job: @escaping @Sendable () -> Void) {
    threads.async {
      job()
      self.goOn()
    }
  }

  private func goOn() {
    let next = state.withLock { state -> (@Sendable () -> Void)? in
      if state.waiting.isEmpty {
        state.running -= 1
        return nil
      }
      return state.waiting.removeFirst()
    }
    if let next { start(next) }
  }
}
