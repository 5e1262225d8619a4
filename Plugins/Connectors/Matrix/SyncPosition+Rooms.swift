import Foundation
import PluginKit

/// The way of a room from its invitation to its first message.
extension SyncPosition {
  /// Invitations kept; more are seen again when these are answered and the server is asked anew.
  private static let maxInvitations = 1000

  mutating func invite(_ room: String) {
    guard invitations.count < Self.maxInvitations,
      !invitations.contains(where: { $0.room == room })
    else { return }
    invitations.append(Invitation(room: room))
  }

  mutating func arrive(_ room: String) {
    invitations.removeAll { $0.room == room }
    if !arrivals.contains(room) { arrivals.append(room) }
  }

  mutating func postpone(_ room: String, until date: Date) {
    guard let place = invitations.firstIndex(where: { $0.room == room }) else { return }
    invitations[place].attempts += 1
    invitations[place].dueAt = date.milliseconds
  }

  /// The account is not in it, and will not be.
  mutating func forget(_ room: String) {
    invitations.removeAll { $0.room == room }
    arrivals.removeAll { $0 == room }
  }

  func dueInvitations(_ now: Date) -> [Invitation] {
    // A clock that was set back must not lengthen the pause.
    let latest = (now + .hours(1)).milliseconds
    return invitations.filter { $0.dueAt <= now.milliseconds || $0.dueAt > latest }
  }

  func hasInvitation(dueAt now: Date) -> Bool { !dueInvitations(now).isEmpty }

  /// There is more to read at once.
  func isBehind(_ now: Date) -> Bool { !gaps.isEmpty || hasInvitation(dueAt: now) }
}
