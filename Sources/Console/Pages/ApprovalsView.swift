import Engine
import PluginKit

/// Drafts that wait for a yes.
struct ApprovalsView: PageView {
  static let template = "approvals"
  /// Shown at once.
  static let limit = 50

  var drafts: [DraftRow]

  var title: String { "Approvals" }
  var place: NavPlace? { .approvals }

  func slots(_ frame: PageFrame) -> Slots {
    let count = drafts.count
    let more = count > Self.limit ? ", the \(Self.limit) next of them here" : ""
    return [
      "rows": drafts.prefix(Self.limit).map { row($0, frame) }, "hasRows": !drafts.isEmpty,
      "rowCount": count,
      "lead": count == 0
        ? "" : (count == 1 ? "One draft waits for a yes" : "\(count) drafts wait for a yes") + more,
    ]
  }

  private func row(_ draft: DraftRow, _ frame: PageFrame) -> Slots {
    let others = draft.suggestions.filter { $0 != draft.text }.prefix(5)
    return [
      "id": "\(draft.id)", "customer": Cut.line(draft.author, 80), "messageID": draft.messageID,
      "pieces": Pieces(draft.messageText).slots, "editable": draft.text, "shown": draft.text,
      "kind": draft.kind,
      "due": DueText(draft.until, frame).slots, "hasChoices": !others.isEmpty,
      "choices": others.map { ["choice": Cut.text($0, 300), "editable": $0] },
    ]
  }
}
