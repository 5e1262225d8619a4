public import Foundation
public import PluginKit

/// What people who work in the console read and leave there. No part of `Store`: the engine needs
/// none of it.
public protocol DeskStore: Sendable {
  func inbox(_ query: InboxQuery, now: Date) async throws -> InboxPage

  /// nil when there is none.
  func conversation(_ id: Int64, now: Date) async throws -> ConversationRecord?

  /// The conversation of a handoff or of a draft.
  func conversation(ofHandoff id: Int64) async throws -> Int64?
  func conversation(ofDraft id: Int64) async throws -> Int64?

  /// The team of a draft's message, where it has a handoff; and of a reply's.
  func teams(ofConversation id: Int64) async throws -> Set<String>?

  /// nil where the conversation is not there.
  func addNote(_ text: String, to conversation: Int64, by: String, at: Date) async throws
    -> TimelineNote?

  func macros() async throws -> [Macro]
  /// One of the same name is replaced.
  func put(_ macro: Macro) async throws -> Macro
  func removeMacro(_ id: Int64) async throws -> Bool

  /// Takes back a person's own reply that has not left yet; its text comes back. nil where it is
  /// too late, or somebody else's.
  func undo(reply: Int64, by: String, at: Date) async throws -> TimelineReply?
}
