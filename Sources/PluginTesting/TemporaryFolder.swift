public import Foundation

/// A fresh folder that is deleted with its last reference.
public final class TemporaryFolder: Sendable {
  public let url: URL

  public init() throws {
    // Resolved, so that its paths equal those that the system reports.
    url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "replyd-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    do {
      try FileManager.default.removeItem(at: url)
    } catch {
      // What is left in the system's temporary folder the system clears.
    }
  }

  /// Absolute, without a closing slash.
  public var path: String { String(url.path(percentEncoded: false).trimmingSuffix("/")) }

  /// The absolute path of a name in here.
  public func path(of name: String) -> String { "\(path)/\(name)" }

  /// Writes a file, with its folders; returns its absolute path.
  @discardableResult
  public func write(_ text: String, to name: String, mode: Int = 0o644) throws -> String {
    try write(Array(text.utf8), to: name, mode: mode)
  }

  @discardableResult
  public func write(_ bytes: [UInt8], to name: String, mode: Int = 0o644) throws -> String {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(of: name))
    return path(of: name)
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> Substring {
    hasSuffix(suffix) ? dropLast(suffix.count) : self[...]
  }
}
