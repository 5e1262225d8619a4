import Foundation
import Logging
package import PluginKit
import Subprocess
import Synchronization
import SystemPackage

/// One running process of a plugin. It is asked one thing at a time; what goes wrong with it is
/// `.broken`, and then it is of no use any more.
package struct PluginProcess {
  typealias Running = Execution<CustomWriteInput, SequenceOutput, SequenceOutput>

  /// For `initialize`, whatever the deadline of calls.
  package static let startDeadline: Duration = .seconds(10)
  /// How long it may take to end after `shutdown`, and again after SIGTERM.
  private static let goodbye: Duration = .seconds(2)
  private static let lastCall: Duration = .seconds(1)

  /// Writing to a process that has ended is an error, and no reason to end too.
  private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

  private let launch: PluginLaunch
  private let execution: Running
  package let tree: ProcessTree
  private var lines: LineReader
  private var nextID = 1
  private var wasLate = false
  /// When its processor time was last looked after.
  private var allowedAt = 0.0

  private init(_ launch: PluginLaunch, _ execution: Running, mark: String) {
    self.launch = launch
    self.execution = execution
    tree = ProcessTree(root: execution.processIdentifier.value, mark: mark)
    lines = LineReader(execution.standardOutput, limit: RPCLine.limit)
  }

  /// Starts a process, has `body` talk to it, and ends it with all that it started, however `body`
  /// ends.
  package static func run(
    _ launch: PluginLaunch, _ body: (inout PluginProcess) async throws -> Void
  ) async throws {
    ignoresBrokenPipes
    let mark = "\(getpid())-\(String(UInt64.random(in: .min ... .max), radix: 36))"
    var variables: [Environment.Key: String] = [:]
    let all = launch.environment.merging([ProcessTree.variable: mark]) { $1 }
    for (name, value) in all {
      variables[Environment.Key(stringLiteral: name)] = value
    }
    var options = PlatformOptions()
    options.createSession = true
    _ = try await Subprocess.run(
      .path(FilePath(PluginLaunch.wrapper)), arguments: Arguments(launch.arguments),
      environment: .custom(variables), workingDirectory: FilePath(launch.folder),
      platformOptions: options, input: .inputWriter, output: .sequence, error: .sequence
    ) { execution in
      var process = PluginProcess(launch, execution, mark: mark)
      let errors = Task {
        try await ErrorLog(launch).follow(execution.standardError)
      }
      let outcome: Result<Void, any Error>
      do {
        try await body(&process)
        await process.shutDown()
        outcome = .success(())
      } catch {
        outcome = .failure(error)
      }
      await process.tree.kill()
      _ = await errors.result
      try outcome.get()
    }
  }

  /// It said more than it was asked, or it was killed when its answer came: it is of no more use.
  var isSpent: Bool { lines.hasRest || wasLate }

  /// One request and its answer.
  package mutating func call(
    _ method: String, _ params: [UInt8], within deadline: Duration
  ) async throws(CallFailure) -> JSONNode {
    let id = nextID
    nextID += 1
    let line = RPCLine.request(id, method, params)
    guard line.count <= RPCLine.limit else {
      throw .answered(message: "the request has more than 1 MiB", code: 0, data: nil)
    }
    lookAfterProcessor()
    let lateness = Lateness()
    let alarm = Task { [tree] in
      try await RealTime.clock.sleep(for: deadline)
      lateness.note()
      await tree.kill()
    }
    let answer = await exchange(line)
    alarm.cancel()
    // It may be killing: nothing of that goes on when the next call is made.
    _ = await alarm.result
    wasLate = lateness.isNoted
    switch answer {
    case .success(let line?):
      return try RPCLine.result(of: launch.withoutSecrets(line), for: id)
    case .success(nil): break
    case .failure(is LineReader.TooLong): throw .broken("it sent a line of more than 1 MiB")
    case .failure(let error):
      if !wasLate { throw .broken("it cannot be talked to: \(error)") }
    }
    throw .broken(
      wasLate ? "no answer to \(method) within \(deadline.text)" : "it ended during \(method)")
  }

  /// nil: the output ended.
  private mutating func exchange(_ line: [UInt8]) async -> Result<[UInt8]?, any Error> {
    do {
      _ = try await execution.standardInputWriter.write(line)
      return .success(try await lines.next())
    } catch {
      return .failure(error)
    }
  }

  /// As when replyd is gone.
  package func closeInput() async throws { try await execution.standardInputWriter.finish() }

  /// Asks it to end, waits, asks harder; the caller kills what is left.
  package mutating func shutDown() async {
    do {
      _ = try await call("shutdown", Array("{}".utf8), within: Self.goodbye)
      try await execution.standardInputWriter.finish()
    } catch {
      launch.logger.debug("it does not answer to shutdown: \(error)")
    }
    if await hasEnded(within: Self.goodbye) { return }
    _ = Foundation.kill(-tree.root, SIGTERM)
    if await hasEnded(within: Self.lastCall) { return }
    launch.logger.warning("it does not end when it is told to; it is killed")
  }

  private func hasEnded(within limit: Duration) async -> Bool {
    let end = SystemTime.monotonicSeconds + limit.seconds
    while SystemTime.monotonicSeconds < end {
      if tree.members().isEmpty { return true }
      await RealTime.pause(for: .milliseconds(10))
    }
    return false
  }

  private mutating func lookAfterProcessor() {
    let now = SystemTime.monotonicSeconds
    guard now - allowedAt >= 1 else { return }
    allowedAt = now
    tree.allow(launch.run.cpu + .seconds(1))
  }
}

/// That a call's time is over, told by its alarm to its reader.
private final class Lateness: Sendable {
  private let noted = Atomic(false)
  var isNoted: Bool { noted.load(ordering: .acquiring) }
  func note() { noted.store(true, ordering: .releasing) }
}
