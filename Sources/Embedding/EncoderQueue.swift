import Foundation
import PluginKit
import Synchronization

/// Encodes on a thread of its own, so that no task's thread is blocked; what comes while a batch is
/// computed becomes the next batch.
final class EncoderQueue: Sendable {
  private struct Call {
    var text: String
    var answer: CheckedContinuation<SentenceVector, any Error>
  }

  private let batches: EncoderBatches
  private let waiting = Mutex<[Call]>([])
  private let thread = DispatchQueue(label: "replyd.encoder", qos: .userInitiated)

  init(_ batches: EncoderBatches) { self.batches = batches }

  func vector(of text: String) async throws -> SentenceVector {
    try await withCheckedThrowingContinuation { answer in
      let isFirst = waiting.withLock { calls in
        calls.append(Call(text: text, answer: answer))
        return calls.count == 1
      }
      if isFirst { thread.async { [self] in work() } }
    }
  }

  private func work() {
    let calls = waiting.withLock { calls in
      let all = calls
      calls = []
      return all
    }
    do {
      let vectors = try batches.vectors(of: calls.map(\.text))
      for (call, vector) in zip(calls, vectors) { call.answer.resume(returning: vector) }
    } catch {
      for call in calls { call.answer.resume(throwing: error) }
    }
  }
}
