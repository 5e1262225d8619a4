import Foundation

/// The server's side of one connection, with blocking calls.
final class ServerConnection {
  struct Received: Sendable, Equatable {
    /// Request line and header lines, as received.
    var head: String
    var body: [UInt8]

    var line: String { String(head.prefix { !$0.isNewline }) }
    func has(_ headerLine: String) -> Bool {
      head.components(separatedBy: "\r\n").contains(headerLine)
    }
  }

  private let descriptor: Int32
  private var buffered: [UInt8] = []

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// The next request with its body; nil when the peer has closed.
  func readRequest() -> Received? {
    guard let head = readHead() else { return nil }
    let length = head.components(separatedBy: "\r\n")
      .first { $0.lowercased().hasPrefix("content-length:") }
      .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
    guard let body = read(length ?? 0) else { return nil }
    return Received(head: head, body: body)
  }

  /// Up to and without the blank line.
  func readHead() -> String? {
    var searched = 0
    while true {
      while searched + 4 <= buffered.count {
        if buffered[searched..<searched + 4].elementsEqual([13, 10, 13, 10]) {
          let head = String(decoding: buffered[..<searched], as: UTF8.self)
          buffered.removeFirst(searched + 4)
          return head
        }
        searched += 1
      }
      guard fill() else { return nil }
    }
  }

  /// Up to and without CR LF.
  func readLine() -> String? {
    while true {
      if let end = buffered.firstRange(of: [13, 10]) {
        defer { buffered.removeFirst(end.upperBound) }
        return String(decoding: buffered[..<end.lowerBound], as: UTF8.self)
      }
      guard fill() else { return nil }
    }
  }

  func read(_ count: Int) -> [UInt8]? {
    while buffered.count < count { guard fill() else { return nil } }
    defer { buffered.removeFirst(count) }
    return Array(buffered[..<count])
  }

  func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  func waitForClose() { while fill() {} }

  func send(_ text: String) { send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  private func fill() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    guard count > 0 else { return false }
    buffered += chunk[..<count]
    return true
  }
}
