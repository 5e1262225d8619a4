public import Foundation

/// What a customer wrote in a recorded conversation with a brand.
public struct ConversationTurn: Sendable {
  public let id: String
  public let text: String
  public let company: String

  /// One conversation a line, its turns in `dialogContent`; those of agents are left out.
  public static func read(_ file: URL) throws(TrainingError) -> [ConversationTurn] {
    let conversations: [Conversation] = try JSONLines.read(file)
    return conversations.flatMap { conversation in
      conversation.dialogContent.compactMap { turn in
        guard turn.client != nil else { return nil }
        return ConversationTurn(
          id: turn.tweet_ID, text: turn.message, company: conversation.dialogHeader.company)
      }
    }
  }

  private struct Conversation: Decodable {
    let dialogContent: [Turn]
    let dialogHeader: Header

    struct Header: Decodable { let company: String }

    struct Turn: Decodable {
      let client: String?
      let message: String
      let tweet_ID: String
    }
  }
}
