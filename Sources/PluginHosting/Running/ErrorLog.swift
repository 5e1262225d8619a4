import Logging
import PluginKit
import Subprocess

/// What a plugin says on standard error, for the log: cut, and only so much of it.
struct ErrorLog {
  /// Characters of a line.
  static let width = 1000
  static let linesPerMinute = 20
  /// Longer lines are given up as a whole.
  private static let longest = 64 * 1024

  private let launch: PluginLaunch
  private var minute = 0.0
  private var lines = 0
  private var dropped = 0

  init(_ launch: PluginLaunch) { self.launch = launch }

  /// Reads to the end, and always reads on: a plugin must not hang because nobody listens.
  mutating func follow(_ output: SubprocessOutputSequence) async throws {
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
    tellDropped()
  }

  private mutating func note(_ line: [UInt8]) {
    let now = SystemTime.monotonicSeconds
    if now - minute >= 60 {
      tellDropped()
      minute = now
      lines = 0
    }
    lines += 1
    guard lines <= Self.linesPerMinute else {
      dropped += 1
      return
    }
    let text = launch.withoutSecrets(String(decoding: line, as: UTF8.self))
    launch.logger.warning("\(String(text.prefix(Self.width)))")
  }

  private mutating func tellDropped() {
    if dropped > 0 { launch.logger.warning("\(dropped) more lines in that minute, not shown") }
    dropped = 0
  }
}
