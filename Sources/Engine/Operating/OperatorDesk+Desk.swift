import Foundation
import PluginKit

/// What people who work in the console ask and leave.
extension OperatorDesk {
  /// In Unicode scalars.
  public static let noteLimit = 4000
  public static let macroNameLimit = 60
  public static let macroLimit = 2000
  /// What `reviewed` looks at.
  public static let textLimit = 20_000

  func performForDesk(
    _ command: OperatorCommand, by: String, as actor: OperatorActor, _ now: Date
  ) async throws -> JSONValue {
    switch command {
    case .review(let handoff, let text): return try await review(handoff, text).json
    case .bulk(let ids, let action): return try await bulk(ids, action, by: by, as: actor)
    default: break
    }
    guard let desk = deskStore else { throw Refusal("this store keeps nothing of the console") }
    switch command {
    case .inbox(var query):
      query.name = name(by)
      query.person = teams().person(named: by)?.id
      return try await desk.inbox(query, now: now).json
    case .conversation(let id):
      guard let record = try await desk.conversation(id, now: now) else {
        throw Refusal("there is no conversation \(id)")
      }
      return record.json
    case .note(let conversation, let text):
      let words = try Self.written(text, "a note", atMost: Self.noteLimit)
      let note = try await desk.addNote(words, to: conversation, by: name(by), at: now)
      return try changed(
        note?.json, else: "there is no conversation \(conversation), or it is full of notes")
    case .macros: return .array(try await desk.macros().map(\.json))
    case .addMacro(let name, let text):
      let macro = Macro(
        name: try Self.written(name, "a macro's name", atMost: Self.macroNameLimit),
        text: try Self.written(text, "a macro", atMost: Self.macroLimit), by: self.name(by))
      return try changed(
        try await desk.put(macro, at: now)?.json, else: "there are too many macros; remove one")
    case .removeMacro(let id):
      let isGone = try await desk.removeMacro(id)
      return try changed(isGone ? ["removed": .int(id)] : nil, else: "there is no macro \(id)")
    case .undo(let reply):
      return try changed(
        try await desk.undo(reply: reply, by: name(by), at: now)?.json,
        else: "reply \(reply) is not yours, or it is too late to take it back")
    default: throw Refusal("not a command of the console")
    }
  }

  /// Without the space around it.
  private static func written(_ text: String, _ what: String, atMost limit: Int) throws -> String {
    let words = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !words.isEmpty else { throw Refusal("\(what) needs words") }
    let count = words.unicodeScalars.count
    guard count <= limit else {
      throw Refusal("\(what) has \(limit) characters at most, this one \(count)")
    }
    return words
  }

  /// What would become of a reply; nothing is stored.
  private func review(_ handoff: Int64, _ text: String) async throws -> TextPreview {
    guard text.unicodeScalars.count <= Self.textLimit else {
      throw Refusal("a reply has \(Self.textLimit) characters at most")
    }
    guard let review = inForce else {
      throw Refusal("words are reviewed by the config's guide, and no config is at hand")
    }
    guard let message = try await store.message(of: handoff) else {
      throw Refusal("there is no handoff \(handoff), or its message is gone")
    }
    return try review.preview(
      of: Reply(
        key: "", kind: .human, text: text, language: nil, visibility: message.visibility,
        parent: message))
  }

  /// One after the other; what is refused for one says nothing about the next.
  private func bulk(
    _ ids: [Int64], _ action: BulkAction, by: String, as actor: OperatorActor
  ) async throws -> JSONValue {
    guard ids.count <= BulkAction.maxHandoffs else {
      throw Refusal("\(BulkAction.maxHandoffs) handoffs at once, at most")
    }
    var seen: Set<Int64> = []
    var results: [JSONValue] = []
    for id in ids where seen.insert(id).inserted {
      var refusal: String?
      do {
        _ = try await perform(action.command(id), by: by, as: actor)
      } catch let refused as Refusal {
        refusal = refused.description
      }
      results.append(
        .object([
          .init("id", .int(id)), .init("done", .bool(refusal == nil)),
          .init("refusal", .optional(refusal)),
        ]))
    }
    return .array(results)
  }
}
