public import TestSupport

/// The server's own record against the store of a daemon that has ended.
public struct Comparison: Sendable {
  public let server: ServerRecord
  public let store: StoreRecord

  public init(server: ServerRecord, store: StoreRecord) {
    self.server = server
    self.store = store
  }

  /// Customers' statuses with no message, or messages with no status.
  public var missingOrInvented: [String] {
    Array(Set(server.customers.map(\.id)).symmetricDifference(store.messages.map(\.remote)))
  }

  /// Messages without exactly one terminal state.
  public var unended: [String] {
    store.messages.filter { $0.state != "closed" || $0.closing == nil }.map(\.remote)
  }

  /// Parents with two replies of one kind, or two with the same text, in the server's own record.
  public var doubled: [String] {
    let replies = server.replies.filter { $0.deletedAt == nil }
    let kinds = replies.map { "\($0.inReplyTo ?? "none") \(Self.kind(of: $0))" }
    let texts = replies.map { "\($0.inReplyTo ?? "none") \($0.text)" }
    return repeated(kinds) + repeated(texts)
  }

  /// Receipts in the store without a status, and statuses without a receipt.
  public var unmatched: [String] {
    let receipts = store.posted.map { "\($0.parent) \($0.remote ?? "none")" }
    let statuses = server.replies.map { "\($0.inReplyTo ?? "none") \($0.id)" }
    return repeated(receipts) + Set(receipts).symmetricDifference(statuses)
  }

  /// Our keys end in the kind of the reply.
  private static func kind(of reply: ServerRecord.Status) -> Substring {
    reply.idempotencyKey?.split(separator: "-").last ?? "unkeyed"
  }

  private func repeated(_ names: [String]) -> [String] {
    Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +).filter { $0.value > 1 }.map(\.key)
  }
}
