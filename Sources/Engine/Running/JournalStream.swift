import Foundation

/// systemd's journal at the other end of standard error (systemd.exec(5), `$JOURNAL_STREAM`).
public enum JournalStream {
  /// The variable names device and inode of the journal's pipe; a redirected standard error is
  /// another one.
  public static let isStandardError: Bool = {
    let named = ProcessInfo.processInfo.environment["JOURNAL_STREAM"]
    var status = stat()
    guard let named, fstat(STDERR_FILENO, &status) == 0 else { return false }
    return named == "\(status.st_dev):\(status.st_ino)"
  }()
}
