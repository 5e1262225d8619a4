import Foundation
import Synchronization

/// Which files a config came from, and whether one has changed since it was read.
///
/// It looks at each file by name, through links, so that an editor's rename and a swapped link
/// (as in a Kubernetes volume) count like a write in place.
public final class ConfigWatch: Sendable {
  /// What tells one version of a file from the next; nil: there is no such file.
  private struct Mark: Sendable, Hashable {
    let device: UInt64
    let inode: UInt64
    let size: Int
    let times: [Int]

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      device = UInt64(status.st_dev)
      inode = UInt64(status.st_ino)
      size = Int(status.st_size)
      // The last change of its mode counts too: a secret that others could read may be fixed.
      times = [
        status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
        status.st_ctim.tv_nsec,
      ]
    }
  }
  private struct State {
    /// As they were just before they were read.
    var marks: [String: Mark?] = [:]
    /// As the last look found them, where that differs.
    var changed: [String: Mark?]?
  }
  private let state = Mutex(State())

  public init() {}

  /// Before a load: which files the last one read is forgotten.
  public func begin() { state.withLock { $0 = State() } }

  /// Just before a file is read.
  public func note(_ path: String) {
    let mark = Mark(path)
    state.withLock { state in
      // The version read first counts, should another come while it is read again.
      if state.marks[path] == nil { state.marks[path] = .some(mark) }
    }
  }

  /// One look, at each of the files. True when some differ from what was read, and are the same as
  /// at the look before: a file is not read while it is written.
  public func isChanged() -> Bool {
    state.withLock { state in
      var now: [String: Mark?] = [:]
      for path in state.marks.keys { now[path] = .some(Mark(path)) }
      guard now != state.marks else {
        state.changed = nil
        return false
      }
      defer { state.changed = now }
      return now == state.changed
    }
  }
}
