public import Foundation
import PluginKit

/// A running `replyd run`. It is killed with its last reference.
public final class ReplydDaemon: Sendable {
  /// How a process ended: a status, or the number of the signal that ended it.
  public enum Ending: Sendable, Hashable {
    case exit(Int32)
    case signal(Int32)
  }

  public let log: URL
  private let process: Process

  init(process: Process, log: URL) {
    self.process = process
    self.log = log
  }

  deinit { if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) } }

  public var processID: Int32 { process.processIdentifier }
  public var isRunning: Bool { process.isRunning }

  /// SIGKILL; returns once the process is gone.
  public func kill() async throws {
    Foundation.kill(process.processIdentifier, SIGKILL)
    _ = try await ending(within: .seconds(30))
  }

  /// SIGTERM; returns how it ended.
  public func terminate(within limit: Duration) async throws -> Ending {
    Foundation.kill(process.processIdentifier, SIGTERM)
    return try await ending(within: limit)
  }

  /// SIGHUP: reload.
  public func hangUp() { Foundation.kill(process.processIdentifier, SIGHUP) }

  /// Waits for the end.
  public func ending(within limit: Duration) async throws -> Ending {
    try await eventually("process \(processID) ends", within: limit, every: .milliseconds(5)) {
      !process.isRunning
    }
    return process.terminationReason == .exit
      ? .exit(process.terminationStatus) : .signal(process.terminationStatus)
  }

  public func logged() throws -> String { try String(contentsOf: log, encoding: .utf8) }
}
