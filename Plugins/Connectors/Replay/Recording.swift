import Foundation
import PluginKit

/// A recording in the order in which it is played.
struct Recording: Sendable {
  struct Entry: Sendable {
    let event: RecordingLine.Event
    let id: String
    /// From the start of the recording.
    let offset: Duration
    let createdAt: Date?
  }

  static let maxBytes = 256 << 20
  static let maxLines = 1_000_000

  let entries: [Entry]
  /// The first recorded time, if any line has one.
  let earliest: Date?
  /// The entries that concern a message, in order.
  let history: [String: [Int]]

  init(file: String, connector: String) throws(PluginFailure) {
    try self.init(Self.read(file), file: file, connector: connector)
  }

  init(_ bytes: Data, file: String, connector: String) throws(PluginFailure) {
    let lines = try Self.parse(bytes, file: file, connector: connector)
    let earliest = lines.compactMap(\.line.createdAt).min()
    var offset = Duration.zero
    var timed: [(number: Int, entry: Entry)] = []
    for (number, line) in lines {
      // A line without any time goes out together with the one above it.
      if let at = line.at {
        offset = at
      } else if let createdAt = line.createdAt, let earliest {
        offset = .milliseconds(Int64((createdAt.timeIntervalSince(earliest) * 1000).rounded()))
      }
      let entry = Entry(
        event: line.event, id: line.id, offset: offset, createdAt: line.createdAt)
      timed.append((number, entry))
    }
    timed.sort { ($0.entry.offset, $0.number) < ($1.entry.offset, $1.number) }
    history = try Self.history(of: timed, file: file)
    entries = timed.map(\.entry)
    self.earliest = earliest
  }
}

extension Recording {
  private static func read(_ file: String) throws(PluginFailure) -> Data {
    let bytes: Data
    do {
      bytes = try Data(contentsOf: URL(filePath: file), options: .mappedIfSafe)
    } catch {
      let isMissing = !FileManager.default.fileExists(atPath: file)
      let why =
        isMissing
        ? "there is no such file; create it or correct the path" : error.localizedDescription
      throw PluginFailure("cannot read the recording \(file): \(why)", field: "file")
    }
    guard bytes.count <= maxBytes else {
      throw PluginFailure("\(file) is larger than \(maxBytes >> 20) MiB; split it", field: "file")
    }
    return bytes
  }

  private static func parse(
    _ bytes: Data, file: String, connector: String
  ) throws(PluginFailure) -> [(number: Int, line: RecordingLine)] {
    var lines: [(number: Int, line: RecordingLine)] = []
    let rows = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, row) in rows.enumerated() where !row.allSatisfy(isSpace) {
      guard lines.count < maxLines else {
        throw PluginFailure("\(file) has more than \(maxLines) lines; split it", field: "file")
      }
      do {
        lines.append((index + 1, try RecordingLine(row, connector: connector)))
      } catch {
        throw PluginFailure(
          "\(file):\(index + 1):\(error.column): \(error.message)", field: "file")
      }
    }
    return lines
  }

  /// Also checks that each event concerns a message that is there at that time.
  private static func history(
    of timed: [(number: Int, entry: Entry)], file: String
  ) throws(PluginFailure) -> [String: [Int]] {
    var history: [String: [Int]] = [:]
    var gone: Set<String> = []
    for (index, (number, entry)) in timed.enumerated() {
      let id = entry.id
      func fail(_ message: String) -> PluginFailure {
        PluginFailure(
          "\(file):\(number): \(message) \(JSONValue.string(id).text())", field: "file")
      }
      if case .message = entry.event {
        guard history[id] == nil else { throw fail("a second message with the id") }
      } else {
        guard history[id] != nil else { throw fail("no message played before this has the id") }
        guard !gone.contains(id) else { throw fail("already deleted at this time:") }
      }
      if case .delete = entry.event { gone.insert(id) }
      history[id, default: []].append(index)
    }
    return history
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D
  }
}
