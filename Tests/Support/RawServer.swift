import Foundation
import Synchronization

/// A TCP server on the loopback address that answers each request with whatever bytes it likes, as
/// slowly as it likes. One request a connection, each on a thread of its own.
public final class RawServer: Sendable {
  /// One client that waits for an answer.
  public struct Client: Sendable {
    /// With the query.
    public let path: String
    /// The request line and all headers.
    public let head: String
    fileprivate let descriptor: Int32

    /// False when the client has gone.
    @discardableResult
    public func send(_ bytes: some Collection<UInt8>) -> Bool {
      let bytes = Array(bytes)
      var sent = 0
      while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes {
          Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return false }
        sent += count
      }
      return true
    }

    /// A whole answer.
    public func answer(
      _ body: some Collection<UInt8>, status: Int = 200, headers: [String] = []
    ) {
      let lines =
        ["HTTP/1.1 \(status) Status", "Connection: close", "Content-Length: \(body.count)"]
        + headers
      send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + Array(body))
    }

    public func pause(milliseconds: UInt32) { usleep(milliseconds * 1000) }
  }

  public var port: Int { listener.port }
  private let listener: LoopbackListener
  private let heads = Mutex<[String]>([])

  public init(_ answer: @escaping @Sendable (Client) -> Void) throws {
    listener = try LoopbackListener()
    listener.serve(onThreads: true) { [weak self] connection in
      guard let client = Self.read(connection) else { return }
      self?.heads.withLock { $0.append(client.head) }
      answer(client)
    }
  }

  deinit { listener.stop() }

  public var url: String { "http://127.0.0.1:\(port)" }
  /// Request line and headers of all that came.
  public var requests: [String] { heads.withLock { $0 } }

  private static func read(_ connection: Int32) -> Client? {
    var bytes = Data()
    let end = Data("\r\n\r\n".utf8)
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while bytes.range(of: end) == nil {
      let count = recv(connection, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      bytes += chunk[..<count]
    }
    let head = String(decoding: bytes, as: UTF8.self)
    let words = head.split(separator: " ", maxSplits: 2)
    guard words.count == 3 else { return nil }
    return Client(path: String(words[1]), head: head, descriptor: connection)
  }
}
