import Engine
import Foundation
import PluginKit

/// Kills the small daemon at every failpoint, lets it end, and compares the platform's files with
/// the store.
final class KillHarness {
  private let program: String
  private(set) var kills = 0
  private(set) var stores = 0
  private var reached: Set<Failpoint> = []

  init(program: String) { self.program = program }

  var points: Int { reached.count }

  /// The first promises found broken; empty when all hold.
  func run() async throws -> [String] {
    var broken = try await inFreshFolder(drill: true) { _ in nil }
    if !broken.isEmpty { return broken }
    // Each point at its first passes; each commit of a run in its turn.
    var plan: [(Failpoint, Int)] = []
    for round in 1...3 {
      plan += Failpoint.allCases.map { ($0, $0.isOncePerStart ? 1 : round) }
      plan += (4...9).map { (.afterCommit, $0 + (round - 1) * 6) }
    }
    plan.reverse()
    while !plan.isEmpty {
      // A few kills a store: a message present at too many goes to a human.
      var left = 12
      broken = try await inFreshFolder(drill: false) { _ in
        left -= 1
        return left < 0 ? nil : plan.popLast()
      }
      if !broken.isEmpty { return broken }
    }
    let missed = Failpoint.allCases.filter { !reached.contains($0) }.map(\.rawValue)
    return missed.isEmpty ? [] : ["never passed: \(missed.joined(separator: ", "))"]
  }

  /// Runs until the daemon ends by itself, killed where `next` says.
  private func inFreshFolder(
    drill: Bool, _ next: (Int) -> (Failpoint, Int)?
  ) async throws -> [String] {
    stores += 1
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "replyd-planted-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
      do { try FileManager.default.removeItem(at: folder) } catch {
        // What is left in the system's temporary folder the system clears.
      }
    }
    try Data("\(SystemTime().now.timeIntervalSince1970)".utf8)
      .write(to: folder.appending(path: "start"))
    var number = 0
    while true {
      number += 1
      let kill = next(number)
      switch try start(folder.path, kill, drill: drill) {
      case .killed(let point):
        kills += 1
        reached.insert(point)
      case .settled: if kill == nil { return try await Aftermath(folder: folder.path).broken() }
      case .failed(let status, let words):
        return ["the daemon ended with status \(status): \(words)"]
      }
    }
  }

  private enum Ending {
    case killed(Failpoint)
    case settled
    case failed(Int32, String)
  }

  private func start(_ folder: String, _ kill: (Failpoint, Int)?, drill: Bool) throws -> Ending {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = ["daemon", folder, drill ? "hold" : "plain"]
    var environment = ProcessInfo.processInfo.environment
    if let (point, count) = kill { environment[Failpoint.variable] = "\(point.rawValue):\(count)" }
    process.environment = environment
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let words = String(
      decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationReason == .uncaughtSignal, process.terminationStatus == SIGKILL,
      let point = kill?.0
    {
      return .killed(point)
    }
    let status = process.terminationStatus
    if process.terminationReason == .exit, status == 0 { return .settled }
    let why = status == SmallDaemon.stuck ? "it never settled" : words
    return .failed(status, why.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}

extension Failpoint {
  fileprivate var isOncePerStart: Bool { self == .beforeRecover || self == .afterRecover }
}
