import Engine
import PluginKit

/// Where a person writes: the draft that waits, the editor, what may be said.
struct EditorText {
  /// Offered from the FAQ.
  static let suggestionLimit = 5

  private let view: ConversationView
  private let frame: PageFrame

  init(_ view: ConversationView, _ frame: PageFrame) {
    self.view = view
    self.frame = frame
  }

  var slots: Slots {
    guard frame.viewer?.mayAnswer == true else { return [:] }
    var slots: Slots = [:]
    if let draft = view.record.draft { slots["draft"] = self.draft(draft) }
    guard let handoff = view.record.handoff, ConversationDesk.isOpen(handoff),
      handoff.takenBy == nil || handoff.takenBy == frame.viewer?.name
    else { return slots }
    slots["editor"] = editor(handoff)
    return slots
  }

  private func draft(_ draft: DraftRow) -> Slots {
    [
      "id": "\(draft.id)", "editable": draft.text,
      "draftUntil": draft.until.map { "else a person has it \(DueText($0, frame).relative)" } ?? "",
    ]
  }

  private func editor(_ handoff: HandoffRow) -> Slots {
    let suggestions = self.suggestions
    let writing = writing(suggestions)
    var slots: Slots = [
      "handoffID": "\(handoff.id)", "editable": writing, "limit": "\(view.limit.max)",
      "unit": view.limit.unit.rawValue,
      "used": "\(view.review?.used ?? view.limit.length(of: writing))",
      "audience": audience, "verdictTone": view.review?.tone ?? "",
      "verdictWords": view.review?.words ?? "", "hasSuggestions": !suggestions.isEmpty,
      "suggestions": suggestions.enumerated().map { index, suggestion -> Slots in
        var slots: Slots = [
          "entry": Cut.line(suggestion.entry, 60), "editable": suggestion.text,
          "line": Cut.line(suggestion.text, 200),
          "href": "/conversations/\(view.record.id)?suggestion=\(index)#editor",
        ]
        if let score = suggestion.score { slots["sureness"] = DecisionText.percent(score) }
        return slots
      },
    ]
    if let eligibility = eligibility(of: handoff) {
      slots["closed"] = eligibility.refusal(of: .person, now: frame.now).map { Cut.text($0, 400) }
      slots["open"] = eligibility.end(for: .person).map { frame.clock.moment($0) }
    }
    if case .rewrite(let text) = view.review?.verdict {
      slots["better"] = ["pieces": Pieces(text).slots]
    }
    return slots
  }

  private func writing(_ suggestions: [Suggestion]) -> String {
    if !view.writing.isEmpty { return view.writing }
    switch view.insertion {
    case .macro(let id):
      return view.macros.first { $0.id == id }?.filled(for: view.record.author) ?? ""
    case .suggestion(let index):
      return suggestions.indices.contains(index) ? suggestions[index].text : ""
    case nil: return ""
    }
  }

  /// Whatever the author wrote last counts.
  private func eligibility(of handoff: HandoffRow) -> Eligibility? {
    let messages = view.record.entries.compactMap { entry -> Message? in
      if case .message(let message) = entry.content { message.message } else { nil }
    }
    guard let asked = messages.first(where: { $0.id.description == handoff.messageID }) else {
      return nil
    }
    return Eligibility(
      of: asked, view.rules, lastWroteAt: messages.map(\.createdAt).max())
  }

  private var lastMessage: TimelineMessage? {
    for entry in view.record.entries.reversed() {
      if case .message(let message) = entry.content { return message }
    }
    return nil
  }

  private var audience: String {
    let isPublic = lastMessage?.message.visibility.isPublic ?? false
    return isPublic
      ? "Public answer to \(Cut.line(view.record.author.handle, 60))"
      : "Private answer to \(Cut.line(view.record.author.handle, 60))"
  }

  private struct Suggestion {
    var entry: String
    var text: String
    var score: Double?
  }

  /// Of the last message that has any.
  private var suggestions: [Suggestion] {
    for entry in view.record.entries.reversed() {
      guard case .message(let message) = entry.content,
        let faq = message.decision?["findings"]?["faq"], let given = faq["suggestions"]?.array
      else { continue }
      let scores = faq["candidates"]?.array ?? []
      return given.prefix(Self.suggestionLimit).compactMap { each in
        guard let name = each["entry"]?.string, let text = each["text"]?.string else { return nil }
        let score = scores.first { $0["entry"]?.string == name }?["score"]?.number
        return Suggestion(entry: name, text: text, score: score)
      }
    }
    return []
  }
}
