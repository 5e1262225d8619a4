import CProcess
import Foundation
import PluginKit
import Synchronization

/// A plugin's process and all that came of it, by what Linux tells in /proc.
package struct ProcessTree: Sendable {
  /// A variable that the processes of plugins inherit, so that their children are found when their
  /// parents are gone.
  static let variable = "REPLYD_PLUGIN"
  /// Between two looks for what is still alive.
  private static let pause: Duration = .milliseconds(2)
  private static let looks = 50

  let root: pid_t
  /// The mark's value in this tree, and in no other.
  let mark: String

  /// Kills the process and everything it started, children that left its group or session too.
  /// What is started while it looks is found by looking again.
  ///
  /// To be called only while the process is not reaped, so that its id is nobody else's.
  func kill() async {
    // What can be done without looking comes first.
    _ = Foundation.kill(-root, SIGKILL)
    _ = Foundation.kill(root, SIGKILL)
    for _ in 0..<Self.looks {
      let alive = members()
      if alive.isEmpty { return }
      for process in alive { _ = Foundation.kill(process, SIGKILL) }
      // A task of its own, so that a cancelled caller waits too.
      await Task { await RealTime.pause(for: Self.pause) }.value
    }
  }

  /// Those that are alive; zombies are not.
  package func members() -> [Int32] {
    let all = Self.table()
    let found = descendants(in: all)
    let strangers = all.filter { !found.contains($0.id) && Self.has(mark, $0.id) }
    let zombies = Set(all.filter(\.isZombie).map(\.id))
    return (Array(found) + strangers.map(\.id)).filter { !zombies.contains($0) && $0 != getpid() }
  }

  /// The process, those of its session, and their children.
  private func descendants(in all: [Entry]) -> Set<Int32> {
    var found: Set<pid_t> = []
    var before = -1
    while found.count > before {
      before = found.count
      for entry in all where !found.contains(entry.id) {
        if entry.id == root || entry.session == root || found.contains(entry.parent) {
          found.insert(entry.id)
        }
      }
    }
    return found
  }

  /// Memory in RAM of all of them, in MiB: the field VmRSS of proc(5).
  package var residentMiB: Double {
    members().reduce(0) { $0 + Self.resident($1) } / 1024
  }

  /// Processor time a process used so far.
  private static func processorSeconds(_ id: pid_t) -> Double? {
    guard let fields = stat(id), fields.count > 13, let user = Double(fields[11]),
      let system = Double(fields[12])
    else { return nil }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// Lets each of them use so much more processor time from now on, before the kernel ends it.
  func allow(_ duration: Duration) {
    for id in descendants(in: Self.table()) {
      guard let used = Self.processorSeconds(id) else { continue }
      // It may have ended just now.
      _ = replyd_limit_processor_time(id, UInt((used + duration.seconds).rounded(.up)))
    }
  }
}

extension ProcessTree {
  private struct Entry {
    var id: pid_t
    var parent: pid_t
    var session: pid_t
    var isZombie: Bool
  }

  private static func table() -> [Entry] {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: "/proc") } catch { return [] }
    return names.compactMap { pid_t($0) }.compactMap { id in
      guard let fields = stat(id), fields.count > 3, let parent = pid_t(fields[1]),
        let session = pid_t(fields[3])
      else { return nil }
      return Entry(
        id: id, parent: parent, session: session, isZombie: fields[0] == "Z" || fields[0] == "X")
    }
  }

  /// The fields of /proc/PID/stat (proc(5)) from the state on; the name before may hold anything.
  private static func stat(_ id: pid_t) -> [Substring]? {
    guard let bytes = read("/proc/\(id)/stat"), let end = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    return String(decoding: bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
  }

  /// In KiB.
  private static func resident(_ id: pid_t) -> Double {
    let lines = String(decoding: read("/proc/\(id)/status") ?? [], as: UTF8.self)
      .split(separator: "\n")
    return lines.first { $0.hasPrefix("VmRSS:") }.flatMap { Double($0.filter(\.isNumber)) } ?? 0
  }

  private static func has(_ mark: String, _ id: pid_t) -> Bool {
    guard let bytes = read("/proc/\(id)/environ") else { return false }
    let entry = "\(variable)=\(mark)"
    return bytes.split(separator: 0).contains { $0.elementsEqual(entry.utf8) }
  }

  private static func read(_ path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 16 * 1024)
    let count = Foundation.read(file, &bytes, bytes.count)
    return count > 0 ? Array(bytes[..<count]) : nil
  }
}
