public import Foundation
public import PluginKit

/// What people who work in the console read and leave there. No part of `Store`: the engine needs
/// none of it.
public protocol DeskStore: Sendable {
  func inbox(_ query: InboxQuery, now: Date) async throws -> InboxPage

  /// nil when there is none.
  func conversation(_ id: Int64, now: Date) async throws -> ConversationRecord?

  func conversation(ofHandoff id: Int64) async throws -> Int64?
  /// Of a reply in whatever state, a draft or one on its way.
  func conversation(ofReply id: Int64) async throws -> Int64?

  /// nil where there is none.
  func team(ofHandoff id: Int64) async throws -> String?
  /// Those that had a handoff in it; nil where there is no such conversation.
  func teams(ofConversation id: Int64) async throws -> Set<String>?

  /// - Parameter teams: of whoever asks; nil: all.
  func counts(teams: Set<String>?, now: Date) async throws -> DeskCounts

  /// nil where the conversation is not there, or full of notes.
  func addNote(_ text: String, to conversation: Int64, by: String, at: Date) async throws
    -> TimelineNote?

  func macros() async throws -> [Macro]
  /// One of the same name is replaced. nil where there are too many already.
  func put(_ macro: Macro, at: Date) async throws -> Macro?
  func removeMacro(_ id: Int64) async throws -> Bool

  /// Takes back a person's own reply that has not left yet; its text comes back. nil where it is
  /// too late, or somebody else's.
  func undo(reply: Int64, by: String, at: Date) async throws -> TimelineReply?
}

/// How much waits for people.
public struct DeskCounts: Sendable, Hashable {
  /// Handoffs that nobody has, and how many of them are late.
  public var waiting: Int
  public var overdue: Int
  public var drafts: Int
  /// Open ones.
  public var incidents: Int

  public init(waiting: Int, overdue: Int, drafts: Int, incidents: Int) {
    self.waiting = waiting
    self.overdue = overdue
    self.drafts = drafts
    self.incidents = incidents
  }
}
