import CrisisStagePlugin
import Foundation
import PluginKit
import PluginTesting
import Testing

/// Prints how often ordinary messages look severe. Needs labelled data, which is not part of the
/// repository: see the crisis plugin's README.
@Suite struct CrisisFiguresTests {
  static let folder = ProcessInfo.processInfo.environment["REPLYD_DATA"]

  struct Row: Decodable {
    var id: String
    var text: String
  }

  struct Conversation: Decodable {
    struct Turn: Decodable {
      var tweet_ID: String
      var message: String
    }
    var dialogContent: [Turn]
  }

  @Test(.enabled(if: folder != nil))
  func ordinaryMessagesAreSeldomSevere() async throws {
    let folder = URL(filePath: try #require(Self.folder))
    let posts = try Self.lines(Row.self, folder.appending(path: "sentiment/airline.jsonl"))
      .map { ($0.id, $0.text) }
    let turns = try Self.lines(
      Conversation.self, folder.appending(path: "conversations/support-dev.jsonl")
    ).flatMap(\.dialogContent).map { ($0.tweet_ID, $0.message) }
    let complaints = try Self.lines(Row.self, folder.appending(path: "intent/complaints.jsonl"))
      .map { ($0.id, $0.text) }
    for (name, messages) in [("airline", posts), ("support", turns), ("complaints", complaints)] {
      let unread = messages.filter { Self.isUnread($0.0) }
      let (severe, handed) = try await Self.count(unread.map(\.1))
      print("\(name): \(unread.count) messages, \(severe) at 0.7 or more, \(handed) at 0.5 or more")
      #expect(severe * 1000 <= unread.count * 20)
    }
  }

  /// The half that nobody looked at while the phrases were written.
  private static func isUnread(_ id: String) -> Bool {
    let hash = id.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return hash & 1 == 1
  }

  private static func count(_ texts: [String]) async throws -> (severe: Int, handed: Int) {
    let stage = try crisisStage.make(settings: "{}")
    var (severe, handed) = (0, 0)
    for text in texts {
      let finding = try await stage.evaluate(.make(text), in: .make()).findings.first
      let severity = finding?.value["severity"]?.number ?? 0
      if severity >= 0.7 { severe += 1 }
      if severity >= 0.5 { handed += 1 }
    }
    return (severe, handed)
  }

  private static func lines<Value: Decodable>(_ type: Value.Type, _ file: URL) throws -> [Value] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(type, from: Data($0.utf8))
    }
  }
}
