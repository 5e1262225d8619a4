public import Foundation
public import PluginKit

/// Makes the signed addresses in notifications.
public protocol LinkMaking: Sendable {
  /// Links that act on `handoffs` together, each once.
  ///
  /// - Parameters:
  ///   - person: the id of whom they are made for; nil: whoever opens them says who they are.
  ///   - key: the notification's; the same notification again gives links of which still only one
  ///     acts.
  ///   - at: when the notification is made. The links expire some time after it.
  /// - Returns: nil for no handoff, for too many, or for a person's id that is too long to sign.
  func links(handoffs: [Int64], person: String?, key: String, at: Date) -> HandoffLinks?
}
