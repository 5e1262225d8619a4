import Foundation

/// Reads whole regular files of bounded size; a pipe or device would hang a reload.
enum BoundedFile {
  /// A secret must belong to its owner alone.
  enum Privacy { case none, ownerOnly }

  static func read(_ path: String, limit: Int, privacy: Privacy = .none) throws(FileFailure)
    -> [UInt8]
  {
    // Not blocking, so that opening a pipe returns; the check is on what was opened, not on a name.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .missing : .unreadable(String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .unreadable(String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
    let mode = Int(status.st_mode & 0o777)
    if privacy == .ownerOnly, mode & 0o077 != 0 { throw .readableByOthers(mode: mode) }
    guard status.st_size <= limit else { throw .tooLarge(limit: limit) }
    return try readAll(descriptor, limit: limit)
  }

  /// Counts what it reads: the file may grow meanwhile.
  private static func readAll(_ descriptor: Int32, limit: Int) throws(FileFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = Foundation.read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw .unreadable(String(cString: strerror(errno)))
      }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
    }
  }
}
