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

  public struct Failure: Error {}

  public let port: Int
  private let listener: Int32
  private let received = Mutex<[Request]>([])

  public init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
    // The enumeration's raw type differs between systems.
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 64) == 0
          && getsockname(listener, $0, &size) == 0
      }
    }
    guard listener >= 0, isBound else { throw Failure() }
    self.listener = listener
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [weak self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        if let request = Self.read(connection) {
          self?.received.withLock { $0.append(request) }
          Self.write(answer(request), to: connection)
        }
        close(connection)
      }
    }
  }

  deinit {
    // Wakes the thread out of `accept`.
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

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
