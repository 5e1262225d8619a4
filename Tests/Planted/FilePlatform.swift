import Foundation
import PluginKit
import Synchronization

/// A platform without idempotency keys, kept in files, so that what was posted outlives any kill.
/// Customers' messages are the same in each run: page after page, some edited while they are read,
/// some posts whose answers get lost.
final class FilePlatform: Connector, Notifier {
  static let messageCount = 120
  private static let pageSize = 5

  /// What lies in the platform's files.
  struct Post: Codable {
    var key: String
    var parent: String
    var text: String
  }

  let traits = ConnectorTraits(
    maxLength: 500, idempotency: .readBack, surfacesWithin: .milliseconds(20), maxInFlight: 2)
  private let folder: String
  private let start: Date
  private let time: any Time
  /// How long a post takes.
  private let pace: Duration
  private let lost = Mutex<Set<String>>([])

  init(folder: String, pace: Duration, time: any Time) throws {
    self.folder = folder
    self.pace = pace
    self.time = time
    let written = try String(contentsOfFile: "\(folder)/start", encoding: .utf8)
    start = Date(timeIntervalSince1970: Double(written) ?? 0)
  }

  static func isComplaint(_ index: Int) -> Bool { index % 3 == 2 }
  static func isEdited(_ index: Int) -> Bool { index % 10 == 7 && !isComplaint(index) }
  static func text(_ index: Int, isEdited: Bool) -> String {
    let kind = isComplaint(index) ? "complaint" : "question"
    return "\(kind) \(index)\(isEdited ? " edited" : "")"
  }

  func poll(after cursor: Cursor?) async throws(PollFailure) -> Batch {
    let page = cursor.flatMap { Int($0.text) } ?? 0
    let new = (page * Self.pageSize..<(page + 1) * Self.pageSize).filter { $0 < Self.messageCount }
    // An edit follows its message at once, while the stage still reads it.
    let old = ((page - 1) * Self.pageSize..<page * Self.pageSize).filter {
      $0 >= 0 && $0 < Self.messageCount && Self.isEdited($0)
    }
    if new.isEmpty && old.isEmpty { return Batch(messages: [], cursor: cursor) }
    let messages =
      old.map { message($0, isEdited: true) } + new.map { message($0, isEdited: false) }
    return Batch(messages: messages, cursor: Cursor("\(page + 1)"))
  }

  func post(_ reply: Reply) async throws(DeliveryFailure) -> Receipt {
    do {
      try await time.sleep(for: pace)
      let number = try posts().count
      let post = Post(key: reply.key, parent: reply.parent.id.remote, text: reply.text)
      try append(String(decoding: JSONEncoder().encode(post), as: UTF8.self), to: "posts")
      let isLost =
        (Int(reply.parent.id.remote) ?? 0) % 7 == 3
        && lost.withLock { $0.insert(reply.key).inserted }
      if isLost { throw DeliveryFailure.unknown("the answer was lost") }
      return Receipt(remote: "post-\(number)-\(reply.key)")
    } catch {
      throw .unknown("\(error)")
    }
  }

  func receipt(for reply: Reply) async throws(PollFailure) -> ReadBack {
    do {
      guard let post = try posts().first(where: { $0.key == reply.key }) else { return .absent }
      return .found(Receipt(remote: "found-\(post.key)"))
    } catch {
      throw .retry(after: nil, "\(error)")
    }
  }

  func states(of messages: [Message]) async throws(PollFailure) -> [RemoteState] {
    messages.map { _ in .there }
  }

  func notify(_ notification: HandoffNotification) async throws(NotifyFailure) {
    do {
      try append(notification.message.id.remote, to: "told")
    } catch {
      throw .retry(after: nil, "\(error)")
    }
  }

  func posts() throws -> [Post] {
    try Self.lines(of: "\(folder)/posts").map {
      try JSONDecoder().decode(Post.self, from: Data($0.utf8))
    }
  }

  static func lines(of path: String) throws -> [Substring] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
  }
}

extension FilePlatform {
  private func message(_ index: Int, isEdited: Bool) -> Message {
    // Some arrive with their window over, so that deadlines fire.
    let created = index % 9 == 4 ? start - .hours(2) : start
    return Message(
      id: .init(connector: "file", remote: "\(index)"), platform: "file",
      author: Author(id: "author\(index)", handle: "@author\(index)"),
      text: Self.text(index, isEdited: isEdited), createdAt: created,
      editedAt: isEdited ? start + .seconds(1) : nil)
  }

  /// One line in one write: a kill leaves all of it or nothing.
  private func append(_ line: String, to name: String) throws {
    let descriptor = open("\(folder)/\(name)", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw PluginFailure("cannot open \(name)") }
    defer { close(descriptor) }
    let bytes = Array("\(line)\n".utf8)
    guard write(descriptor, bytes, bytes.count) == bytes.count else {
      throw PluginFailure("cannot write \(name)")
    }
  }
}
