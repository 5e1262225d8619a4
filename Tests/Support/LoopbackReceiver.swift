public import Foundation
import Synchronization

/// A real HTTP server on the loopback address that answers as a closure says and keeps what it
/// got. One request a connection, one connection at a time.
public final class LoopbackReceiver: Sendable {
  public struct Request: Sendable {
    public var method = ""
    /// With the query.
    public var path = ""
    /// By lower-case name.
    public var headers: [String: String] = [:]
    public var body = Data()
  }

  public struct Answer: Sendable {
    public var status: Int
    public var headers: [String: String]
    public var body: String

    public init(_ status: Int, _ body: String = "", headers: [String: String] = [:]) {
      self.status = status
      self.headers = headers
      self.body = body
    }
  }

  public var port: Int { listener.port }
  private let listener: LoopbackListener
  private let received = Mutex<[Request]>([])

  public init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
    listener = try LoopbackListener()
    listener.serve(onThreads: false) { [weak self] connection in
      guard let request = Self.read(connection) else { return }
      self?.received.withLock { $0.append(request) }
      Self.write(answer(request), to: connection)
    }
  }

  deinit { listener.stop() }

  public var url: String { "http://127.0.0.1:\(port)" }
  public var requests: [Request] { received.withLock { $0 } }
}

extension LoopbackReceiver {
  private static func read(_ connection: Int32) -> Request? {
    var bytes = Data()
    let end = Data("\r\n\r\n".utf8)
    while bytes.range(of: end) == nil {
      guard receive(connection, into: &bytes) else { return nil }
    }
    guard let head = bytes.range(of: end) else { return nil }
    var lines = String(decoding: bytes[..<head.lowerBound], as: UTF8.self)
      .components(separatedBy: "\r\n")
    let words = lines.removeFirst().split(separator: " ")
    guard words.count == 3 else { return nil }
    var request = Request(method: String(words[0]), path: String(words[1]))
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { return nil }
      request.headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
    }
    let length = request.headers["content-length"].flatMap { Int($0) } ?? 0
    while bytes.count < head.upperBound + length {
      guard receive(connection, into: &bytes) else { return nil }
    }
    request.body = Data(bytes[head.upperBound...])
    return request
  }

  private static func receive(_ connection: Int32, into bytes: inout Data) -> Bool {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = recv(connection, &chunk, chunk.count, 0)
    guard count > 0 else { return false }
    bytes += chunk[..<count]
    return true
  }

  private static func write(_ answer: Answer, to connection: Int32) {
    var head = "HTTP/1.1 \(answer.status) Status\r\nConnection: close\r\n"
    head += "Content-Length: \(answer.body.utf8.count)\r\n"
    for (name, value) in answer.headers { head += "\(name): \(value)\r\n" }
    let bytes = Array((head + "\r\n" + answer.body).utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }
}
