import Foundation
import PluginKit

/// The token that changes need: from the config, or made once and kept beside the store, mode 0600.
enum OperatorToken {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  static func path(store: String) -> String {
    ((store as NSString).deletingLastPathComponent as NSString)
      .appendingPathComponent("operator.token")
  }

  /// For the daemon: makes one where there is none.
  static func obtain(_ settings: ConsoleSettings?, store: String) throws -> String {
    if let token = settings?.token { return token.reveal() }
    let path = path(store: store)
    if FileManager.default.fileExists(atPath: path) { return try read(path) }
    let token = (0..<4).map { _ in
      String(UInt64.random(in: .min ... .max) | 1 << 63, radix: 36)
    }.joined()
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Failure(description: "cannot write \(path): \(String(cString: strerror(errno)))")
    }
    Terminal.raw(Array((token + "\n").utf8), to: descriptor)
    close(descriptor)
    return token
  }

  /// For commands: the token of the daemon that runs, nil where there is none to read.
  static func find(_ settings: ConsoleSettings?, store: String) throws -> String? {
    if let token = settings?.token { return token.reveal() }
    let path = path(store: store)
    return FileManager.default.fileExists(atPath: path) ? try read(path) : nil
  }

  private static func read(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
