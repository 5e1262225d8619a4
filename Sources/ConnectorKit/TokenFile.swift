import Foundation

/// A file for one secret that its owner alone can read, written whole or not at all.
public struct TokenFile: Sendable {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// Absolute.
  public let path: String
  private let replaces: Bool

  /// Asks before any secret exists whether it could be written.
  ///
  /// - Parameter replaces: whether a file that is there may be replaced.
  public init(_ path: String, replaces: Bool) throws(Failure) {
    self.path = URL(fileURLWithPath: path).standardizedFileURL.path
    self.replaces = replaces
    if let kind = Self.kind(of: self.path) {
      guard kind == .typeRegular else {
        throw Failure(description: "\(path) is no regular file; name another")
      }
      guard replaces else {
        throw Failure(description: "\(path) exists already; --force replaces it")
      }
    }
    let folder = (self.path as NSString).deletingLastPathComponent
    guard access(folder, W_OK | X_OK) == 0 else {
      let why = String(cString: strerror(errno))
      throw Failure(description: "cannot write into \(folder): \(why)")
    }
  }

  /// nil when there is nothing. A link is not followed.
  private static func kind(of path: String) -> FileAttributeType? {
    do {
      return try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    } catch { return nil }
  }

  /// Mode 0600 from its first moment; on disk when it returns.
  public func write(_ secret: String) throws(Failure) {
    let folder = (path as NSString).deletingLastPathComponent
    let temporary = "\(path).\(UUID().uuidString)"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw failure() }
    defer { unlink(temporary) }
    do {
      defer { close(descriptor) }
      try fill(descriptor, Array((secret + "\n").utf8))
      // The mask of the process may take bits away, never add any; this restores our own.
      guard fchmod(descriptor, 0o600) == 0, fsync(descriptor) == 0 else { throw failure() }
    }
    // `link` refuses a name that has come into being meanwhile; `rename` replaces it in one step.
    let moved = replaces ? rename(temporary, path) : link(temporary, path)
    guard moved == 0 else { throw failure() }
    let parent = open(folder, O_RDONLY | O_CLOEXEC)
    guard parent >= 0 else { throw failure() }
    defer { close(parent) }
    guard fsync(parent) == 0 else { throw failure() }
  }

  private func fill(_ descriptor: Int32, _ bytes: [UInt8]) throws(Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure() }
      rest = rest.dropFirst(count)
    }
  }

  private func failure() -> Failure {
    Failure(description: "cannot write \(path): \(String(cString: strerror(errno)))")
  }
}
