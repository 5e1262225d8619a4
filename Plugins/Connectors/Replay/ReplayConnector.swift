import Foundation
import PluginKit
import Synchronization

/// Plays a `Recording` at its own pace and appends replies to a file.
final class ReplayConnector: Connector {
  /// Messages and deletions of one batch.
  static let batchLimit = 500

  let traits: ConnectorTraits
  private let recording: Recording
  private let speed: Double
  private let restamp: Bool
  private let time: any Time
  private let replies: ReplyFile
  /// When the recording began to play, once a poll has told.
  private let start = Mutex<Date?>(nil)
  private let count: Mutex<PostingCount?>

  init(_ settings: ReplaySettings, recording: Recording, time: any Time) {
    self.recording = recording
    self.time = time
    speed = settings.speed
    restamp = settings.restamp
    replies = ReplyFile(path: settings.replies)
    traits = ConnectorTraits(
      maxLength: settings.maxLength, idempotency: .naturalKey, surfacesWithin: .zero,
      isRecording: true, postingBudget: settings.postingBudget)
    count = Mutex(settings.postingBudget.map(PostingCount.init))
  }

  func poll(after cursor: Cursor?) async throws(PollFailure) -> Batch {
    var position = try cursor.map { text throws(PollFailure) in try ReplayCursor(text) }
    // Whole milliseconds, as the cursor keeps it: a restart sees the very same start.
    let now = time.now
    let begun = position?.start ?? Date(milliseconds: now)
    start.withLock { $0 = begun }
    let entries = recording.entries
    let first = position?.line ?? 0
    guard first <= entries.count else {
      throw .malformed(
        "the cursor stands behind entry \(first) of a recording of \(entries.count); put the "
          + "old recording back or configure the new one under another id")
    }
    var batch = Batch(messages: [], cursor: nil)
    var last = first
    var ids: Set<String> = []
    while last < entries.count, due(entries[last], begun) <= now, ids.count < Self.batchLimit,
      ids.insert(entries[last].id).inserted
    {
      // An id occurs once a batch, so that an edit cannot overtake its message.
      play(last, into: &batch, begun)
      last += 1
    }
    position = ReplayCursor(line: last, start: begun)
    batch.cursor = cursor == nil || last > first ? position?.cursor : nil
    batch.isLast = last == entries.count
    batch.hasMore = !batch.isLast && due(entries[last], begun) <= now
    return batch
  }

  func post(_ reply: Reply) async throws(DeliveryFailure) -> Receipt {
    guard reply.visibility >= reply.parent.visibility else {
      throw .rejected("the reply is more public than its parent")
    }
    let length = traits.length(reply.text)
    guard length <= traits.maxLength else {
      throw .rejected("the reply has \(length) characters; the limit is \(traits.maxLength)")
    }
    let now = time.now
    if traits.postingBudget != nil { try spend(on: reply, at: now) }
    try replies.append(reply, at: now)
    return Receipt(remote: reply.key)
  }

  func receipt(for reply: Reply) async throws(PollFailure) -> ReadBack {
    try replies.contains(reply.key) ? .found(Receipt(remote: reply.key)) : .absent
  }

  func states(of messages: [Message]) async throws(PollFailure) -> [RemoteState] {
    guard let begun = start.withLock({ $0 }) else {
      throw .retry(after: .seconds(1), "the recording was not polled since the daemon started")
    }
    let now = time.now
    return messages.map { state(of: $0, begun, now) }
  }
}

extension ReplayConnector {
  /// A repeated key is no second post.
  private func spend(on reply: Reply, at now: Date) throws(DeliveryFailure) {
    do {
      if try replies.contains(reply.key) { return }
    } catch { throw .retry(after: nil, error.description) }
    if let refusal = count.withLock({ $0?.refuse(at: now) }) {
      throw .retry(after: refusal, "the posting budget is spent")
    }
  }

  private func due(_ entry: Recording.Entry, _ begun: Date) -> Date {
    speed == 0 ? begun : begun.addingTimeInterval(entry.offset.seconds / speed)
  }

  /// The time on an entry: its own, or when it is played.
  private func stamp(_ entry: Recording.Entry, _ begun: Date) -> Date {
    guard !restamp, let earliest = recording.earliest else { return due(entry, begun) }
    return entry.createdAt ?? earliest + entry.offset
  }

  private func play(_ index: Int, into batch: inout Batch, _ begun: Date) {
    let entry = recording.entries[index]
    if case .delete(let id) = entry.event {
      batch.deleted.append(id)
    } else if case .answer(let id, let post) = entry.event {
      batch.ownPosts.append(OwnPost(remote: post, inReplyTo: id, at: stamp(entry, begun)))
    } else if let message = version(of: entry.id, upTo: index, begun) {
      batch.messages.append(message)
    }
  }

  /// The message as it read after the entry at `index`; nil once it is deleted.
  private func version(of id: String, upTo index: Int, _ begun: Date) -> Message? {
    var version: Message?
    for step in recording.history[id] ?? [] where step <= index {
      let entry = recording.entries[step]
      switch entry.event {
      case .message(var message):
        message.createdAt = stamp(entry, begun)
        version = message
      case .edit(_, let text):
        version?.text = text
        version?.editedAt = stamp(entry, begun)
      case .delete: version = nil
      case .answer: break
      }
    }
    return version
  }

  private func state(of message: Message, _ begun: Date, _ now: Date) -> RemoteState {
    let steps = recording.history[message.id.remote] ?? []
    let last = steps.last { due(recording.entries[$0], begun) <= now }
    guard let last, let version = version(of: message.id.remote, upTo: last, begun) else {
      return .deleted
    }
    guard version.text == message.text else { return .edited(version) }
    let posts = answers(among: steps.filter { $0 <= last })
    return posts.isEmpty ? .there : .answered(posts)
  }

  /// What people answered to the words as they stand after these entries.
  private func answers(among steps: [Int]) -> [Receipt] {
    var posts: [Receipt] = []
    for step in steps {
      switch recording.entries[step].event {
      case .answer(_, let post): posts.append(Receipt(remote: post))
      case .message, .edit, .delete: posts = []
      }
    }
    return posts
  }
}

extension Date {
  fileprivate init(milliseconds date: Date) {
    self.init(timeIntervalSince1970: (date.timeIntervalSince1970 * 1000).rounded(.down) / 1000)
  }
}
