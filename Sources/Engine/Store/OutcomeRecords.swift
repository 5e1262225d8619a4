public import Foundation
public import PluginKit

/// What keeps an eye on customers after our reply. Part of `Store`.
public protocol OutcomeStore: Sendable {
  func dueOutcomes(limit: Int, now: Date) async throws -> [DueOutcome]
  func settle(_ outcomes: [SeenOutcome]) async throws
  /// Takes back looks that are still to come; returns how many, at most `limit`.
  func dropOutcomes(limit: Int) async throws -> Int
}

/// A message to look at again.
public struct DueOutcome: Sendable {
  public var row: Int64
  /// 1 after an hour, 2 after a day, 3 after a week.
  public var step: Int
  /// When the look was due at first.
  public var at: Date
  public var message: Message
  public var isDeleted: Bool

  public init(row: Int64, step: Int, at: Date, message: Message, isDeleted: Bool) {
    self.row = row
    self.step = step
    self.at = at
    self.message = message
    self.isDeleted = isDeleted
  }
}

/// What was found.
public struct SeenOutcome: Sendable {
  /// What the platform says of the message itself.
  public enum State: Sendable, Hashable {
    case there, edited, ratingChanged, deleted, unknown
    /// It did not say; it is asked again.
    case later
  }

  /// What a report counts.
  public enum Result: String, Sendable, CaseIterable {
    case deleted, edited, ratingChanged, thanked, complainedAgain, wroteAgain, silent, unknown
  }

  public var row: Int64
  public var state: State
  public var at: Date

  public init(row: Int64, state: State, at: Date) {
    self.row = row
    self.state = state
    self.at = at
  }
}
