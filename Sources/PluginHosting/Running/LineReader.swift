import Subprocess

/// Lines of a program's output, each of bounded length.
struct LineReader {
  struct TooLong: Error {}

  private let limit: Int
  private var output: SubprocessOutputSequence.Iterator
  private var buffer: [UInt8] = []
  /// What was given out already, and what was searched for a line feed.
  private var start = 0
  private var searched = 0

  init(_ output: SubprocessOutputSequence, limit: Int) {
    self.output = output.makeAsyncIterator()
    self.limit = limit
  }

  /// The next line without its line feed; nil at the end of the output, where an unfinished line is
  /// dropped. Throws `TooLong`, or what reading throws.
  mutating func next() async throws -> [UInt8]? {
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer { forget(upTo: end + 1) }
        if end - start >= limit { throw TooLong() }
        return Array(buffer[start..<end])
      }
      searched = buffer.count
      if buffer.count - start >= limit { throw TooLong() }
      guard let more = try await output.next() else { return nil }
      more.withUnsafeBytes { buffer.append(contentsOf: $0) }
    }
  }

  /// Whether there is output that nobody asked for.
  var hasRest: Bool { start < buffer.count }

  private mutating func forget(upTo end: Int) {
    start = end
    searched = end
    if start == buffer.count || start > limit {
      buffer.removeSubrange(..<start)
      start = 0
      searched = 0
    }
  }
}
