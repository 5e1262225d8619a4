import Logging
import PluginKit
import Subprocess
import Synchronization

/// What a process says on standard error, for the log: cut, and only so much of it.
struct ErrorLog {
  /// Characters of a line.
  static let width = 500
  /// Bytes of a line that are looked at.
  private static let longest = 64 * 1024

  private let launch: PluginLaunch

  init(_ launch: PluginLaunch) { self.launch = launch }

  /// Reads to the end, and always reads on: a plugin must not hang because nobody listens.
  func follow(_ output: SubprocessOutputSequence) async throws {
    var line: [UInt8] = []
    for try await part in output {
      part.withUnsafeBytes { bytes in
        for byte in bytes {
          if byte == 0x0A {
            note(line)
            line.removeAll(keepingCapacity: true)
          } else if line.count < Self.longest {
            line.append(byte)
          }
        }
      }
    }
    if !line.isEmpty { note(line) }
  }

  private func note(_ line: [UInt8]) {
    let (isShown, dropped) = launch.budget.spend()
    if dropped > 0 { launch.logger.warning("\(dropped) more lines were not shown") }
    guard isShown else { return }
    let text = launch.withoutSecrets(String(decoding: line, as: UTF8.self))
    launch.logger.warning("\(String(text.prefix(Self.width)))")
  }
}

/// How many lines all processes of a plugin may log.
final class LineBudget: Sendable {
  static let perMinute = 20

  private struct State {
    var minute = -60.0
    var lines = 0
  }
  private let state = Mutex(State())

  /// Whether one line more is shown, and how many were not in the minute before.
  func spend() -> (isShown: Bool, dropped: Int) {
    let now = SystemTime.monotonicSeconds
    return state.withLock { state in
      var dropped = 0
      if now - state.minute >= 60 {
        dropped = max(0, state.lines - Self.perMinute)
        state = State(minute: now, lines: 0)
      }
      state.lines += 1
      return (state.lines <= Self.perMinute, dropped)
    }
  }
}
