import Foundation

/// The file in which the watchdog names the message whose stage hung, one line each:
/// `row<TAB>stage`. Written without the store, which may be in use by the hung thread.
public struct HangRecord: Sendable {
  private let path: String

  public init(path: String) { self.path = path }

  /// Appends and syncs; called from the watchdog's thread just before the process ends.
  public func append(row: Int64, stage: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    let line = Array("\(row)\t\(stage)\n".utf8)
    _ = write(descriptor, line, line.count)
    fsync(descriptor)
    close(descriptor)
  }

  /// What was recorded; a missing file is the normal case.
  public func read() throws -> [Int64: String] {
    guard FileManager.default.fileExists(atPath: path) else { return [:] }
    var found: [Int64: String] = [:]
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
      let parts = line.split(separator: "\t", maxSplits: 1)
      if let row = parts.first.flatMap({ Int64($0) }) {
        found[row] = parts.count > 1 ? String(parts[1]) : "?"
      }
    }
    return found
  }

  /// After the messages were handed off.
  public func clear() throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    try FileManager.default.removeItem(atPath: path)
  }
}
