public import Foundation
public import PluginKit

/// Makes the addresses in notifications that act once.
public protocol LinkMaking: Sendable {
  /// The same for every repeat of a notification; nil where no address is configured.
  ///
  /// - Parameters:
  ///   - handoffs: those that the notification tells of; the links act on all of them.
  ///   - person: the id of the only person who gets it, if it is one.
  ///   - key: of the notification.
  func links(handoffs: [Int64], person: String?, key: String, at: Date) -> HandoffLinks?
}
