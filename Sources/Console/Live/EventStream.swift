import Foundation
import NIOCore
import PluginKit

/// One page's stream of server-sent events. A line every few seconds keeps proxies from closing it,
/// and ends it where its session has ended.
///
/// Source of the format: the HTML standard, "Server-sent events".
struct EventStream: Sendable {
  /// Between the lines that keep it open.
  static let beat: Duration = .seconds(15)
  /// A browser opens another one then.
  static let longest: Duration = .hours(1)

  let live: LiveHub
  let time: any Time
  /// Who looks at the conversation, beside whoever has this stream.
  let presence: @Sendable (Int64) -> [String]
  /// Whether the session still holds.
  let isWelcome: @Sendable () async -> Bool

  /// nil where too many are open.
  func bytes(name: String, conversation: Int64?) -> AsyncStream<ByteBuffer>? {
    guard let (id, events) = live.open(name: name, conversation: conversation) else { return nil }
    let (bytes, continuation) = AsyncStream.makeStream(
      of: ByteBuffer.self, bufferingPolicy: .bufferingNewest(32))
    let task = Task {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await tell(events, to: continuation) }
        group.addTask { await keep(continuation) }
        await group.next()
        group.cancelAll()
      }
      continuation.finish()
    }
    continuation.onTermination = { [live] _ in
      task.cancel()
      live.close(id)
    }
    continuation.yield(ByteBuffer(string: "retry: 3000\n\n"))
    if let conversation {
      continuation.yield(here(conversation))
    }
    return bytes
  }

  private func tell(
    _ events: AsyncStream<LiveHub.Event>, to page: AsyncStream<ByteBuffer>.Continuation
  ) async {
    for await event in events {
      switch event {
      case .changed:
        for part in ["inbox", "conversation", "incidents"] {
          page.yield(Self.event(part, .object([])))
        }
      case .presence(let conversation):
        page.yield(here(conversation))
        page.yield(Self.event("inbox", .object([])))
      }
    }
  }

  private func keep(_ page: AsyncStream<ByteBuffer>.Continuation) async {
    let end = time.now + Self.longest
    while time.now < end {
      do { try await time.sleep(for: Self.beat) } catch { return }
      guard await isWelcome() else { return }
      page.yield(ByteBuffer(string: ": \n\n"))
    }
  }

  private func here(_ conversation: Int64) -> ByteBuffer {
    Self.event(
      "presence",
      [
        "conversation": .int(conversation),
        "names": .array(presence(conversation).map { .string($0) }),
      ])
  }

  /// JSON has no raw line break, so that one `data` line is enough.
  private static func event(_ name: String, _ value: JSONValue) -> ByteBuffer {
    ByteBuffer(string: "event: \(name)\ndata: \(value.text())\n\n")
  }
}
