import Foundation

/// A listening TCP socket on the loopback address; each connection goes to whoever serves it.
final class LoopbackListener: Sendable {
  struct Failure: Error {}

  let port: Int
  private let descriptor: Int32

  init() throws {
    // The enumeration's raw type differs between systems.
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && listen(descriptor, 64) == 0
          && getsockname(descriptor, $0, &size) == 0
      }
    }
    guard descriptor >= 0, isBound else { throw Failure() }
    self.descriptor = descriptor
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  /// On a thread of its own, one connection after the other until `stop`.
  ///
  /// - Parameter isEach: every connection on another thread.
  func serve(onThreads isEach: Bool, _ body: @escaping @Sendable (Int32) -> Void) {
    let descriptor = descriptor
    Thread.detachNewThread {
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { break }
        if isEach {
          Thread.detachNewThread {
            body(connection)
            close(connection)
          }
        } else {
          body(connection)
          close(connection)
        }
      }
      // Only here: the number must stay taken while this thread may still use it.
      close(descriptor)
    }
  }

  /// Wakes the thread out of `accept`.
  func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
