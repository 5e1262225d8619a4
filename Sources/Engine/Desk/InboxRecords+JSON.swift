public import PluginKit

/// The inbox in the operator API.
extension InboxPage {
  public var json: JSONValue {
    .object([
      .init("rows", .array(rows.map(\.json))), .init("next", .optional(next?.description)),
      .init(
        "counts",
        .counts(Dictionary(counts.map { ($0.key.rawValue, $0.value) }) { first, _ in first })
      ),
    ])
  }
}

extension InboxRow {
  /// The handoff's members, and what stands around it.
  public var json: JSONValue {
    guard case .object(let members) = handoff.json else { return handoff.json }
    return .object(
      members + [
        .init("conversation", .int(handoff.conversation)), .init("connector", .string(connector)),
        .init("platform", .string(platform)), .init("authorName", .string(authorName)),
        .init("followers", followers.map { .int($0) } ?? .null),
        .init("isPublic", .bool(isPublic)), .init("createdAt", .time(createdAt)),
        .init("messages", .int(messages)), .init("intent", .optional(intent)),
        .init("sentiment", .optional(sentiment)), .init("language", .optional(language)),
        .init("draft", draft.map { .int($0) } ?? .null), .init("endedAt", .time(endedAt)),
      ])
  }
}
