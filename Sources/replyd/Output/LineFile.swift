import ArgumentParser
import Foundation

/// Lines of a file or of standard input, read in pieces.
struct LineFile {
  /// A longer line is an error.
  static let maxLine = 4 << 20

  private let handle: FileHandle
  private let path: String
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false

  /// - Parameter path: `-` is standard input.
  init(_ path: String) throws {
    self.path = path
    guard path != "-" else {
      handle = .standardInput
      return
    }
    guard let opened = FileHandle(forReadingAtPath: path) else {
      Terminal.error("cannot read \(path): \(String(cString: strerror(errno)))")
      throw ExitCode(1)
    }
    handle = opened
  }

  /// Up to `count` lines, nil at the end.
  mutating func next(_ count: Int) throws -> [[UInt8]]? {
    var lines: [[UInt8]] = []
    while lines.count < count, let line = try line() { lines.append(line) }
    return lines.isEmpty ? nil : lines
  }

  private mutating func line() throws -> [UInt8]? {
    var searched = position
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer { position = end + 1 }
        return Array(buffer[position..<end])
      }
      if isAtEnd {
        guard position < buffer.count else { return nil }
        defer { position = buffer.count }
        return Array(buffer[position...])
      }
      buffer.removeFirst(position)
      position = 0
      searched = buffer.count
      guard buffer.count <= Self.maxLine else {
        Terminal.error("\(path): a line is longer than \(Self.maxLine) bytes")
        throw ExitCode(1)
      }
      let piece = try handle.read(upToCount: 1 << 18) ?? Data()
      if piece.isEmpty { isAtEnd = true } else { buffer.append(contentsOf: piece) }
    }
  }
}

/// A file or standard output.
struct ByteSink {
  private let handle: FileHandle

  init(_ path: String) throws {
    guard path != "-" else {
      handle = .standardOutput
      return
    }
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let opened = FileHandle(forWritingAtPath: path)
    else {
      Terminal.error("cannot write \(path): \(String(cString: strerror(errno)))")
      throw ExitCode(1)
    }
    handle = opened
  }

  func write(_ bytes: [UInt8]) throws { try handle.write(contentsOf: bytes) }
}
