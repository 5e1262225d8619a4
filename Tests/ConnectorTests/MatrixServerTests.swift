import TestSupport
import Testing

/// What is tried on a real Synapse; without one, nothing of it is run.
@Suite(.serialized, .timeLimit(.minutes(30)), .enabled(if: SynapsePresence.isThere))
struct MatrixServerTests {}

enum SynapsePresence {
  static let isThere: Bool = {
    guard let missing = SynapseServer.missing else { return true }
    print("NOT RUN: the Matrix connector on a real server: \(missing)")
    return false
  }()
}
