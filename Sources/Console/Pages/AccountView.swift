import Foundation

/// What a user does for themselves.
struct AccountView: PageView {
  static let template = "account"

  struct Session: Sendable, Hashable {
    var id: Int64
    /// The browser's own words.
    var agent: String
    var address: String
    var startedAt: Date
    var seenAt: Date
    var isThis: Bool
  }

  /// The second factor.
  enum Code: Sendable, Hashable {
    case off
    case enrolling(secret: String, uri: String)
    case on
  }

  var sessions: [Session]
  var code: Code = .off
  /// The least characters of a password.
  var passwordLength = 12

  var title: String { "Your account" }

  func slots(_ frame: PageFrame) -> Slots {
    var slots: Slots = [
      "sessions": sessions.map { session($0, frame) }, "passwordLength": "\(passwordLength)",
    ]
    switch code {
    case .off: slots["isOff"] = true
    case .enrolling(let secret, let uri):
      slots["enrolling"] = [
        "secret": Self.grouped(secret), "uri": uri.hasPrefix("otpauth://") ? uri : "",
      ]
    case .on: slots["isOn"] = true
    }
    return slots
  }

  private func session(_ session: Session, _ frame: PageFrame) -> Slots {
    [
      "id": "\(session.id)", "agent": Cut.line(session.agent, 80), "address": session.address,
      "isThis": session.isThis,
      "since":
        "since \(frame.clock.moment(session.startedAt)), seen \(frame.ago(session.seenAt))",
    ]
  }

  /// In fours, as people type it.
  private static func grouped(_ secret: String) -> String {
    let characters = Array(secret)
    return stride(from: 0, to: characters.count, by: 4).map {
      String(characters[$0..<min($0 + 4, characters.count)])
    }.joined(separator: " ")
  }
}
