import Foundation
import PluginKit
import ServiceLifecycle

/// The service manager that started this process, if it asked to be told: the protocol of
/// sd_notify(3), datagrams to the socket that `NOTIFY_SOCKET` names.
struct Supervisor: Service, CustomStringConvertible {
  let description = "service manager"

  private let socket: String
  /// How soon it takes silence for a hang; nil: never.
  private let patience: Duration?
  private let time: any Time

  /// nil where nobody wants to know.
  init?(_ environment: [String: String] = ProcessInfo.processInfo.environment, time: any Time) {
    guard let socket = environment["NOTIFY_SOCKET"], socket.hasPrefix("/") || socket.hasPrefix("@")
    else { return nil }
    self.socket = socket
    self.time = time
    let isForUs = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
    patience =
      isForUs
      ? environment["WATCHDOG_USEC"].flatMap { Int64($0) }.map { .microseconds($0) } : nil
  }

  /// The local API listens and the store is consistent.
  func ready() { tell("READY=1") }

  /// Says twice in the time it waits that the process is alive, and at the end that it stops.
  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        if patience != nil { tell("WATCHDOG=1") }
        do { try await time.sleep(for: (patience ?? .hours(1)) / 2) } catch { return }
      }
    }
    tell("STOPPING=1")
  }

  /// Nobody waits for an answer, and a manager that is gone is no trouble of ours.
  private func tell(_ text: String) {
    let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = Foundation.socket(AF_UNIX, kind, 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var name = Array(socket.utf8)
    guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
    // A name in the abstract namespace starts with NUL.
    if name[0] == UInt8(ascii: "@") { name[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
    let bytes = Array(text.utf8)
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
      }
    }
  }
}
