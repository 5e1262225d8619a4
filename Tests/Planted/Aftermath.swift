import Engine
import Foundation
import PluginKit
import Storage

/// What the kills left: the platform's files against the store.
struct Aftermath {
  let folder: String

  /// Each broken promise in a sentence.
  func broken() async throws -> [String] {
    let time = SystemTime()
    let platform = try FilePlatform(folder: folder, pace: .zero, time: time)
    let posts = try platform.posts()
    let told = Set(try FilePlatform.lines(of: "\(folder)/told").compactMap { Int($0) })
    let store = try SQLiteStore(path: "\(folder)/store.sqlite")
    let status = try await store.status(now: time.now)
    let rules = VerifyRules(
      maxAutomatedTurns: ReplyLimits().maxAutomatedTurns, tolerance: .minutes(2), isLive: true)
    var broken = try await store.verify(now: time.now, rules: rules).map {
      "\($0.promise): \($0.what) (message \($0.row.map(String.init) ?? "?"))"
    }
    try store.close()
    let count = FilePlatform.messageCount
    if status.messages != count {
      broken.append("P1: \(count - status.messages) of \(count) messages were lost")
    }
    let keys = Dictionary(posts.map { ($0.key, 1) }, uniquingKeysWith: +)
    broken += keys.filter { $0.value > 1 }.map { "P3: \($0.key) was posted \($0.value) times" }
    if status.repliesByState["posted"] ?? 0 != keys.count {
      let receipts = status.repliesByState["posted"] ?? 0
      broken.append("P3: \(receipts) receipts for \(keys.count) posts")
    }
    return broken + unserved(posts, told)
  }

  /// Messages that nobody answered and no human was told of.
  private func unserved(_ posts: [FilePlatform.Post], _ told: Set<Int>) -> [String] {
    let texts = Dictionary(grouping: posts, by: \.parent).mapValues { $0.map(\.text) }
    return (0..<FilePlatform.messageCount).compactMap { index in
      if told.contains(index) { return nil }
      if FilePlatform.isComplaint(index) { return "P5: nobody was told of message \(index)" }
      let wanted = FilePlatform.text(index, isEdited: FilePlatform.isEdited(index))
      return texts["\(index)"]?.contains("re: \(wanted)") == true
        ? nil : "P2: message \(index) has no answer to its words"
    }
  }
}
