import Foundation
import PluginKit
import TestSupport

/// Real customers' messages from the labelled data beside this repository, given authors and ways
/// in which they arrive. Nothing of them is kept here.
struct RealMessages {
  /// The data is not there; the sentence says where it was looked for.
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  /// Posts that stand alone, as `/_control/load` takes them.
  let posts: [JSONValue]
  /// The turns of one customer each, oldest first.
  let conversations: [[Turn]]

  struct Turn {
    let author: String
    let text: String
  }

  var turnCount: Int { conversations.reduce(0) { $0 + $1.count } }

  /// - Parameter postLimit: posts taken, evenly spread; nil takes all.
  init(postLimit: Int?) throws {
    let posts = try Self.rows(Post.self, "sentiment/airline.jsonl").map(\.text)
    let taken = min(postLimit ?? posts.count, posts.count)
    self.posts = (0..<taken).map { Self.post($0, posts[$0 * posts.count / taken]) }
    conversations = try Self.rows(Conversation.self, "conversations/support-dev.jsonl")
      .map { Self.turns(of: $0) }.filter { !$0.isEmpty }
  }

  private struct Post: Decodable { let text: String }

  private struct Conversation: Decodable {
    struct Turn: Decodable {
      let client: String?
      let message: String
    }
    let dialogContent: [Turn]
  }

  private static func rows<Row: Decodable>(_ type: Row.Type, _ name: String) throws -> [Row] {
    let url = TestPaths.shared.appending(path: "data/\(name)")
    guard FileManager.default.isReadableFile(atPath: url.path) else {
      throw Missing(description: "no \(name) in the folder data of REPLYD_SHARED or ../shared")
    }
    return try Data(contentsOf: url).split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(type, from: Data($0))
    }
  }
}

extension RealMessages {
  /// The rows name no author: some write twice, some are machines. A few arrive late or are not
  /// public.
  private static func post(_ index: Int, _ text: String) -> JSONValue {
    var members: [JSONValue.Member] = [.init("text", .string(text))]
    if index % 101 == 100 {
      members += [.init("author", .string("bot\(index)@air.example")), .init("authorBot", true)]
    } else {
      let author = index % 6 == 5 ? index - 1 : index
      members.append(.init("author", .string("flyer\(author)@air.example")))
    }
    if index % 37 == 36 { members.append(.init("late", true)) }
    if index % 41 == 40 { members.append(.init("filtered", true)) }
    switch index % 50 {
    case 11, 12: members.append(.init("visibility", "unlisted"))
    case 21: members.append(.init("visibility", "private"))
    case 31: members.append(.init("visibility", "direct"))
    default: break
    }
    return .object(members)
  }

  private static func turns(of conversation: Conversation) -> [Turn] {
    conversation.dialogContent.compactMap { turn in
      guard let client = turn.client, !turn.message.isEmpty else { return nil }
      let name = client.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
      return Turn(author: "\(name.isEmpty ? "somebody" : name)@talk.example", text: turn.message)
    }
  }
}
