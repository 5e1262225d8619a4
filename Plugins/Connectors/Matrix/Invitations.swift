import ConnectorKit
import Foundation
import PluginKit
import Transport

/// Joins the rooms that the policy lets in.
struct Invitations: Sendable {
  /// A server that is asked through another may be away.
  private static let maxAttempts = 8
  private static let pause = Duration.seconds(15)

  let api: MatrixAPI
  let time: any Time

  func accept(_ position: inout SyncPosition) async {
    for invitation in position.dueInvitations(time.now) {
      let room = invitation.room
      do {
        let path = "rooms/\(Parameters.percentEncoded(room))/join"
        switch try await api.demand(path) {
        case .good, .tooLarge: position.arrive(room)
        case .refused(let refusal):
          position.forget(room)
          warn("the invitation to \(room) cannot be accepted (\(refusal)): was it taken back?")
        }
      } catch {
        guard invitation.attempts + 1 < Self.maxAttempts else {
          position.forget(room)
          warn("the invitation to \(room) cannot be accepted: \(error); join it in a client")
          continue
        }
        let wait = Self.pause * (invitation.attempts + 1)
        position.postpone(room, until: time.now + wait)
      }
    }
  }

  private func warn(_ sentence: String) { api.warnings.add(sentence) }
}
