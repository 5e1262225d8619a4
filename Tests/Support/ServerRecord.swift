import Foundation

/// All that happened on a loopback Mastodon server, from its `record.jsonl`.
public struct ServerRecord: Sendable {
  public struct Status: Sendable, Decodable {
    public let id: String
    public let inReplyTo: String?
    public let text: String
    public let visibility: String
    public let createdAt: String
    public let deletedAt: String?
    /// The client's account, or the customer.
    public let author: String
    public let isOurs: Bool
    public let idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
      case id, text, visibility, createdAt, deletedAt, author, account, kind, idempotencyKey
      case inReplyTo = "in_reply_to_id"
    }

    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      id = try fields.decode(String.self, forKey: .id)
      inReplyTo = try fields.decodeIfPresent(String.self, forKey: .inReplyTo)
      text = try fields.decode(String.self, forKey: .text)
      visibility = try fields.decode(String.self, forKey: .visibility)
      createdAt = try fields.decode(String.self, forKey: .createdAt)
      deletedAt = try fields.decodeIfPresent(String.self, forKey: .deletedAt)
      idempotencyKey = try fields.decodeIfPresent(String.self, forKey: .idempotencyKey)
      isOurs = try fields.decode(String.self, forKey: .kind) == "client"
      author = try fields.decode(String.self, forKey: isOurs ? .account : .author)
    }

    /// 0 is the widest.
    public var narrowness: Int? {
      ["public", "unlisted", "private", "direct"].firstIndex(of: visibility)
    }
  }

  public let customers: [Status]
  /// By client accounts.
  public let replies: [Status]

  init(lines: Data) throws {
    var customers: [Status] = []
    var replies: [Status] = []
    let decoder = JSONDecoder()
    for line in lines.split(separator: UInt8(ascii: "\n")) {
      // The last line holds the counts.
      if line.starts(with: Array(#"{"kind":"counts""#.utf8)) { continue }
      let status = try decoder.decode(Status.self, from: Data(line))
      if status.isOurs { replies.append(status) } else { customers.append(status) }
    }
    self.customers = customers
    self.replies = replies
  }

  /// What account `name` posted below status `id`.
  public func replies(to id: String, by name: String = "brand") -> [Status] {
    replies.filter { $0.inReplyTo == id && $0.author == name }
  }
}
