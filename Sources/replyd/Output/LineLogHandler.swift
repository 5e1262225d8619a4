import Engine
import Foundation
import Logging
import PluginKit
import Synchronization

/// One line a record, on standard error: time, level, message, metadata. Everything is made safe
/// and short, since customer text may be in it.
///
/// Where systemd's journal reads it, the journal has the time, and the level is the prefix that it
/// knows (sd-daemon(3)).
struct LineLogHandler: LogHandler {
  static let maxLength = 600

  var logLevel: Logger.Level = .info
  var metadata: Logger.Metadata = [:]
  private let label: String

  init(label: String) { self.label = label }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var line =
      JournalStream.isStandardError
      ? Self.priority(of: event.level)
      : "\(SystemTime().now.formatted(.iso8601)) \(event.level) "
    line += "\(label): \(event.message)"
    let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    for (key, value) in all.sorted(by: { $0.key < $1.key }) { line += " \(key)=\(value)" }
    if let error = event.error { line += " error=\(error)" }
    Terminal.error(Terminal.safe(line, limit: Self.maxLength))
  }

  private static func priority(of level: Logger.Level) -> String {
    switch level {
    case .critical: "<2>"
    case .error: "<3>"
    case .warning: "<4>"
    case .notice: "<5>"
    case .info: "<6>"
    case .debug, .trace: "<7>"
    }
  }
}
