import Foundation

/// Files that are whole or not there, and only their owner's.
enum FileDurability {
  /// What the system said, with the file.
  struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ path: String) { description = "\(path): \(String(cString: strerror(errno)))" }
  }

  /// An empty file of mode 0600, in place of one that an earlier attempt left.
  static func create(_ path: String) throws(StoreFailure) {
    unlink(path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .cannotBackUp("\(Failure(path))") }
    close(descriptor)
  }

  /// Moves a file to its place once its bytes are on disk; its size.
  @discardableResult
  static func publish(_ partial: String, as path: String) throws(Failure) -> Int64 {
    try flush(partial)
    guard rename(partial, path) == 0 else { throw Failure(path) }
    try flush((path as NSString).deletingLastPathComponent)
    var status = stat()
    guard stat(path, &status) == 0 else { throw Failure(path) }
    return Int64(status.st_size)
  }

  /// A file's or folder's content is on disk when it returns.
  static func flush(_ path: String) throws(Failure) {
    let descriptor = open(path.isEmpty ? "." : path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw Failure(path) }
  }
}
