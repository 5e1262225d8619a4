import Foundation
import Synchronization

/// A TCP server on 127.0.0.1 that does whatever its script says, so that it can cut, stall and lie.
/// Each connection runs the script on a thread of its own.
final class LoopbackServer: Sendable {
  typealias Script = @Sendable (ServerConnection, LoopbackServer) -> Void

  let port: Int
  private let listener: Int32
  private let state = Mutex(State())

  private struct State {
    var accepted = 0
    var requests: [ServerConnection.Received] = []
    var open: Set<Int32> = []
    var mostOpen = 0
    var isStopped = false
  }

  init(_ script: @escaping Script) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    // A sockaddr_in of 127.0.0.1, any port.
    var address: [UInt8] = [UInt8(AF_INET), 0, 0, 0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    var length = socklen_t(address.count)
    let descriptor = listener
    let bound = address.withUnsafeMutableBytes { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { rebound in
        bind(descriptor, rebound.baseAddress, length) == 0 && listen(descriptor, 512) == 0
          && getsockname(descriptor, rebound.baseAddress, &length) == 0
      }
    }
    guard bound else { throw CocoaError(.fileReadUnknown) }
    port = Int(address[2]) << 8 | Int(address[3])
    Thread.detachNewThread { [self] in acceptAll(script) }
  }

  /// `http://127.0.0.1:port` + path.
  func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

  var accepted: Int { state.withLock { $0.accepted } }
  var requests: [ServerConnection.Received] { state.withLock { $0.requests } }
  /// The most connections that were open at one time.
  var mostOpen: Int { state.withLock { $0.mostOpen } }

  func record(_ request: ServerConnection.Received) {
    state.withLock { $0.requests.append(request) }
  }

  /// Ends the listener and every connection; scripts then read an end of file.
  func stop() {
    state.withLock { state in
      guard !state.isStopped else { return }
      state.isStopped = true
      shutdown(listener, Int32(SHUT_RDWR))
      for descriptor in state.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }
  }

  private func acceptAll(_ script: @escaping Script) {
    while true {
      let descriptor = accept(listener, nil, nil)
      guard descriptor >= 0 else { break }
      let goesOn = state.withLock { state in
        guard !state.isStopped else { return false }
        state.accepted += 1
        state.open.insert(descriptor)
        state.mostOpen = max(state.mostOpen, state.open.count)
        return true
      }
      guard goesOn else {
        close(descriptor)
        break
      }
      Thread.detachNewThread { [self] in
        script(ServerConnection(descriptor), self)
        _ = state.withLock { $0.open.remove(descriptor) }
        close(descriptor)
      }
    }
    close(listener)
  }
}

extension LoopbackServer {
  /// Answers every request on every connection with the same bytes, and keeps the connection.
  static func answering(_ response: String) throws -> LoopbackServer {
    try answering(Array(response.utf8))
  }

  static func answering(_ response: [UInt8]) throws -> LoopbackServer {
    try LoopbackServer { connection, server in
      while let request = connection.readRequest() {
        server.record(request)
        connection.send(response)
      }
    }
  }

  /// A complete response with a body of known length.
  static func response(_ body: String, status: String = "200 OK", headers: String = "") -> String {
    "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
  }
}
