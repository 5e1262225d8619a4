import Foundation
import Synchronization

/// The `flock` beside the store file: one process at a time, the pid inside for the error text.
/// SQLite's own lock would be lost if this process opened the store file a second time, so nothing
/// here ever touches it.
final class StoreLock: Sendable {
  /// nil once it is released.
  private let held: Mutex<Int32?>

  init(for storePath: String) throws(StoreFailure) {
    let path = (storePath as NSString).deletingPathExtension + ".lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .cannotOpen(path: path, String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      var buffer = [UInt8](repeating: 0, count: 16)
      let count = pread(descriptor, &buffer, buffer.count, 0)
      close(descriptor)
      let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
      throw .inUse(
        path: storePath, pid: Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }
    ftruncate(descriptor, 0)
    let pid = Array("\(ProcessInfo.processInfo.processIdentifier)\n".utf8)
    _ = pwrite(descriptor, pid, pid.count, 0)
    held = Mutex(descriptor)
  }

  deinit { release() }

  func release() {
    held.withLock { held in
      if let descriptor = held { close(descriptor) }
      held = nil
    }
  }
}
