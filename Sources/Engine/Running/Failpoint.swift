import Foundation
import Synchronization

/// A named edge at which a test may have this process die as by `kill -9`.
///
/// With `REPLYD_FAILPOINT=name:count` in the environment, the process sends itself SIGKILL when it
/// passes that edge for the `count`th time, and says so on standard error when it first passes any.
/// Every other process pays one comparison, under 10 ns a hit and about ten hits a message. A value
/// that names no edge does nothing but say so. Operators never set it; what it does, a power cut
/// does too.
public enum Failpoint: String, Sendable, CaseIterable {
  /// A page is here, nothing of it is stored.
  case afterPoll
  case afterIntake
  case afterClaim
  case beforeDecide, afterDecide
  /// The attempts' rows are on disk.
  case afterBegin
  /// The next byte would be the post's.
  case beforePost
  /// The platform has answered, the store does not know it.
  case afterPost
  case afterSettle
  case beforeReconcile, afterReconcile
  case beforeNotify, afterNotify, afterNotificationSettle
  case beforeFire, afterFire
  /// Of a procedure.
  case beforeStep, afterStep
  case beforeRecover, afterRecover
  /// Inside the store: with every statement of a group done, and with the group on disk before
  /// anybody is told.
  case beforeCommit, afterCommit

  public static let variable = "REPLYD_FAILPOINT"

  /// Passes this edge.
  @inline(__always)
  public static func hit(_ point: Failpoint) {
    if let armed, armed.point == point { armed.count() }
  }

  private static let armed = Armed(ProcessInfo.processInfo.environment[variable])
}

extension Failpoint {
  /// The one edge at which this process dies.
  private final class Armed: Sendable {
    let point: Failpoint
    private let last: Int
    private let passed = Atomic(0)

    init?(_ text: String?) {
      guard let text else { return nil }
      let parts = text.split(separator: ":")
      guard parts.count == 2, let point = Failpoint(rawValue: String(parts[0])),
        let last = Int(parts[1]), last > 0
      else {
        Self.say("\(Failpoint.variable)=\(text) names no failpoint and is ignored; unset it")
        return nil
      }
      self.point = point
      self.last = last
      Self.say("\(Failpoint.variable)=\(text): a test; this process will kill itself there")
    }

    func count() {
      if passed.wrappingAdd(1, ordering: .relaxed).newValue >= last { raise(SIGKILL) }
    }

    private static func say(_ sentence: String) {
      let bytes = Array("replyd: \(sentence)\n".utf8)
      // Where standard error is closed there is nobody to tell.
      _ = write(2, bytes, bytes.count)
    }
  }
}
