import Foundation

/// A file system of a few megabytes in memory, mounted over a folder; it is unmounted with its last
/// reference.
final class SmallDisk {
  struct NotPermitted: Error, CustomStringConvertible {
    let description: String
  }

  let folder: String
  private var ballast: String { "\(folder)/ballast" }

  /// Throws `NotPermitted` where this user or container may not mount.
  init(over folder: String, megabytes: Int) throws {
    self.folder = folder
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: nil)
    let options = "size=\(megabytes)m,mode=0700"
    let done = try Tool.run("/bin/mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder])
    guard done.status == 0 else { throw NotPermitted(description: "mount: \(done.words)") }
  }

  deinit {
    do {
      // Lazily: a daemon that a failed test left may still have files open.
      _ = try Tool.run("/bin/umount", ["-l", folder])
    } catch {
      // The mount then lasts until the machine stops; it is a few megabytes.
    }
  }

  /// Takes all space that is left.
  func fill() throws {
    let descriptor = open(ballast, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw NotPermitted(description: "cannot write \(ballast)") }
    defer { close(descriptor) }
    for size in [1 << 16, 1 << 12, 1 << 9, 1] {
      let bytes = [UInt8](repeating: 0, count: size)
      while write(descriptor, bytes, size) > 0 {}
    }
  }

  /// Gives it back.
  func free() throws { try FileManager.default.removeItem(atPath: ballast) }
}

/// A system tool, run to its end.
enum Tool {
  static func run(_ path: String, _ arguments: [String]) throws -> (status: Int32, words: String) {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let words = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: words, as: UTF8.self))
  }
}
