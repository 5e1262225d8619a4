import Foundation
import PluginKit
import Synchronization

/// The posted replies, one JSON object a line. The key of a line is its identity: it is written
/// once, whoever asks, also after a crash and by two connectors that share the file.
///
/// Each call opens, locks and reads what others added, so that nothing goes stale.
final class ReplyFile: Sendable {
  static let maxReplies = 1_000_000
  private static let chunkBytes = 65_536

  /// What this object has read so far.
  private struct Known {
    var keys: Set<String> = []
    /// Bytes read: always at the end of a line.
    var end = 0
    var lines = 0
    var inode: ino_t = 0
  }

  /// A sentence for the operator; nothing of the new line was written.
  private struct Unusable: Error {
    let message: String
  }

  private let path: String
  private let known = Mutex(Known())

  init(path: String) { self.path = path }

  /// Returns once the reply is on the disk; a key that is there already changes nothing.
  func append(_ reply: Reply, at date: Date) throws(DeliveryFailure) {
    let line = Self.line(reply, date)
    let failure: DeliveryFailure? = known.withLock { known in
      do {
        try locked(O_RDWR | O_CREAT) { file in
          try catchUp(&known, file)
          guard !known.keys.contains(reply.key) else { return }
          guard known.keys.count < Self.maxReplies else {
            throw Unusable(message: "holds \(Self.maxReplies) replies; move it away")
          }
          try write(line, to: file, &known)
        }
        return nil
      } catch let unusable as Unusable {
        return .retry(after: .seconds(30), "\(path) \(unusable.message)")
      } catch let failure as DeliveryFailure {
        return failure
      } catch {
        return .unknown("\(path): \(error)")
      }
    }
    if let failure { throw failure }
  }

  func contains(_ key: String) throws(PollFailure) -> Bool {
    let answer: Result<Bool, PollFailure> = known.withLock { known in
      do {
        try locked(O_RDWR) { file in try catchUp(&known, file) }
        return .success(known.keys.contains(key))
      } catch let unusable as Unusable {
        guard access(path, F_OK) == 0 else { return .success(false) }
        return .failure(.retry(after: .seconds(30), "\(path) \(unusable.message)"))
      } catch {
        return .failure(.retry(after: .seconds(30), "\(path): \(error)"))
      }
    }
    return try answer.get()
  }
}

extension ReplyFile {
  private static func line(_ reply: Reply, _ date: Date) -> [UInt8] {
    var writer = JSONWriter()
    writer.write([
      "key": .string(reply.key), "kind": .string(reply.kind.rawValue),
      "inReplyTo": .string(reply.parent.id.remote), "text": .string(reply.text),
      "visibility": .string(reply.visibility.name), "at": .string(Timestamp.text(date)),
    ])
    return writer.bytes + [UInt8(ascii: "\n")]
  }

  private func locked(_ flags: Int32, _ body: (Int32) throws -> Void) throws {
    let file = open(path, flags | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw Unusable(message: "cannot be opened: \(Self.systemError)") }
    defer { close(file) }
    while flock(file, LOCK_EX) != 0 {
      guard errno == EINTR else {
        throw Unusable(message: "cannot be locked: \(Self.systemError)")
      }
    }
    try body(file)
  }

  /// Reads the lines that are new; what follows the last line break was torn by a crash, and goes.
  private func catchUp(_ known: inout Known, _ file: Int32) throws {
    var info = stat()
    guard fstat(file, &info) == 0 else {
      throw Unusable(message: "cannot be read: \(Self.systemError)")
    }
    if info.st_ino != known.inode || Int(info.st_size) < known.end {
      known = Known(inode: info.st_ino)
    }
    guard Int(info.st_size) > known.end else { return }
    let bytes = try read(file, from: known.end)
    var rest = bytes[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      known.lines += 1
      known.keys.insert(try key(of: rest[..<end], line: known.lines))
      known.end += end + 1 - rest.startIndex
      rest = rest[(end + 1)...]
    }
    guard rest.isEmpty || ftruncate(file, off_t(known.end)) == 0 else {
      throw Unusable(message: "ends in a torn line that cannot be cut: \(Self.systemError)")
    }
  }

  private func key(of line: ArraySlice<UInt8>, line number: Int) throws -> String {
    do {
      if let key = try JSONReader.read(line)["key"], case .string(let text) = key.value {
        return text
      }
    } catch {
      throw Unusable(message: "is no file of replies, line \(number): \(error.message)")
    }
    throw Unusable(message: "is no file of replies, line \(number): \"key\" is missing")
  }

  private func read(_ file: Int32, from start: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
    while true {
      let count = pread(file, &chunk, chunk.count, off_t(start + bytes.count))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Unusable(message: "cannot be read: \(Self.systemError)") }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  private func write(_ line: [UInt8], to file: Int32, _ known: inout Known) throws {
    var written = 0
    while written < line.count {
      let count = line[written...].withUnsafeBytes {
        pwrite(file, $0.baseAddress, $0.count, off_t(known.end + written))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        // Cut again, a line that is not whole was never posted.
        let reason = Self.systemError
        guard ftruncate(file, off_t(known.end)) == 0 else {
          throw DeliveryFailure.unknown("\(path) was written in part: \(reason)")
        }
        throw Unusable(message: "cannot be written: \(reason)")
      }
      written += count
    }
    guard fsync(file) == 0, known.lines > 0 || syncFolder() else {
      throw DeliveryFailure.unknown("\(path) may not be on the disk: \(Self.systemError)")
    }
    // `catchUp` reads the line back from the file, the one place where keys come from.
    try catchUp(&known, file)
  }

  /// The file's own name has to survive a power cut too.
  private func syncFolder() -> Bool {
    let folder = open(
      URL(filePath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return false }
    defer { close(folder) }
    return fsync(folder) == 0
  }

  private static var systemError: String { String(cString: strerror(errno)) }
}
