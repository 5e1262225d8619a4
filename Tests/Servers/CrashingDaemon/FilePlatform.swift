import Foundation
import PluginKit
import Synchronization

/// A platform made of files: `messages.txt` has one message a line, `posts.txt` gets our replies as
/// `key<TAB>text`, `told.txt` the texts of the messages that a human was told of. It outlives the
/// process that posts.
final class FilePlatform: Connector, Notifier {
  let traits = ConnectorTraits(
    maxLength: 500, idempotency: .readBack, surfacesWithin: .milliseconds(200))
  let messages: [Message]
  private let posts: URL
  private let told: URL
  private let writing = Mutex(())

  init(_ folder: URL) throws {
    posts = folder.appending(path: "posts.txt")
    told = folder.appending(path: "told.txt")
    let lines = try String(contentsOf: folder.appending(path: "messages.txt"), encoding: .utf8)
      .split(separator: "\n")
    let now = SystemTime().now
    messages = lines.enumerated().map { number, text in
      Message(
        id: .init(connector: "file", remote: "\(number)"), platform: "file",
        author: Author(id: "\(number)", handle: "@\(number)"), text: String(text), createdAt: now)
    }
  }

  func poll(after cursor: Cursor?) async throws(PollFailure) -> Batch {
    Batch(messages: cursor == nil ? messages : [], cursor: Cursor("\(messages.count)"))
  }

  func post(_ reply: Reply) async throws(DeliveryFailure) -> Receipt {
    do {
      try append("\(reply.key)\t\(reply.text)\n", to: posts)
    } catch { throw .unknown("\(error)") }
    return Receipt(remote: reply.key)
  }

  func receipt(for reply: Reply) async throws(PollFailure) -> ReadBack {
    guard FileManager.default.fileExists(atPath: posts.path) else { return .absent }
    do {
      let isOut = try String(contentsOf: posts, encoding: .utf8).contains("\(reply.key)\t")
      return isOut ? .found(Receipt(remote: reply.key)) : .absent
    } catch { throw .malformed("\(error)") }
  }

  func states(of messages: [Message]) async throws(PollFailure) -> [RemoteState] {
    messages.map { _ in .there }
  }

  func notify(_ notification: HandoffNotification) async throws(NotifyFailure) {
    do {
      try append("\(notification.message.text)\n", to: told)
    } catch { throw .retry(after: nil, "\(error)") }
  }

  private func append(_ line: String, to file: URL) throws {
    try writing.withLock { _ in
      if !FileManager.default.fileExists(atPath: file.path) { try Data().write(to: file) }
      let handle = try FileHandle(forWritingTo: file)
      try handle.seekToEnd()
      try handle.write(contentsOf: Data(line.utf8))
      try handle.close()
    }
  }
}
