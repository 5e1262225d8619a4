import Foundation

/// What Linux counts for a process, from `/proc/PID` (proc(5)).
struct ProcessFigures {
  struct Memory {
    var residentMegabytes: Double
    var privateDirtyMegabytes: Double
  }

  /// Of `/proc`, as Linux reports it to programs everywhere.
  private static let ticksPerSecond = 100.0

  let process: Int32

  /// User and system time: fields 14 and 15 of `stat`.
  func processorSeconds() throws -> Double {
    let fields = try text("stat").drop { $0 != ")" }.split(separator: " ")
    guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else {
      throw EndToEndRun.Failure(description: "/proc/\(process)/stat is unreadable")
    }
    return (user + system) / Self.ticksPerSecond
  }

  func peakMegabytes() throws -> Double { try megabytes("VmHWM:", in: "status") }

  func memory() throws -> Memory {
    Memory(
      residentMegabytes: try megabytes("Rss:", in: "smaps_rollup"),
      privateDirtyMegabytes: try megabytes("Private_Dirty:", in: "smaps_rollup"))
  }

  private func megabytes(_ key: String, in file: String) throws -> Double {
    let line = try text(file).split(separator: "\n").first { $0.hasPrefix(key) }
    guard let line, let kilobytes = Double(line.filter(\.isNumber)) else {
      throw EndToEndRun.Failure(description: "/proc/\(process)/\(file) has no \(key)")
    }
    return kilobytes / 1024
  }

  private func text(_ file: String) throws -> String {
    try String(contentsOfFile: "/proc/\(process)/\(file)", encoding: .utf8)
  }
}
