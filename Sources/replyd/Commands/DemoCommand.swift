import ArgumentParser
import Engine
import Foundation
import Logging
import PluginKit
import Synchronization

/// `replyd demo`: plays the config's recordings on a live view and ends with a table.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Plays the config's recordings from the start, on a live view. No network.")

  /// After the recordings have ended, so much is granted to settle.
  static let patience: Duration = .seconds(30)

  @OptionGroup var config: ConfigOption
  @Flag(
    name: .long,
    help: "Opens the console too, with two users of its own, and stays until Ctrl-C.")
  var console = false

  func run() async throws {
    Allocator.prepare()
    let logger = LogSetup.start(.error)
    var (assembly, hash) = try config.load(forDaemon: true)
    try refuseRealAccounts(assembly)
    try startAfresh(assembly.storePath)
    // Without: another daemon of this machine may have the address.
    var guests: DemoGuests?
    if console {
      guests = try await DemoGuests(&assembly)
    } else {
      assembly.console = nil
    }
    let view = LiveView(brand: assembly.brand.name)
    view.open()
    if let guests { Terminal.line(guests.invitation) }
    let launch = Launch(assembly: assembly, hash: hash, observer: view, logger: logger)
    let patience = Patience(Self.patience)
    let stays = console
    do {
      let status = try await launch.run { daemon, status in
        !stays
          && (RunCommand.isSettled(daemon, status) || daemon.hasNothingToPoll && patience.isOver)
      }
      view.close(status, config: config.config)
    } catch {
      Terminal.error("\(error)")
      throw ExitCode(1)
    }
  }

  /// The demo starts from an empty store, so it must never touch a real account's.
  private func refuseRealAccounts(_ assembly: Assembly) throws {
    let real = assembly.connectors.filter { $0.mode != .off && !$0.connector.traits.isRecording }
    guard real.isEmpty else {
      Terminal.error(
        "the demo empties its store, so it plays recordings only; "
          + "\(real.map(\.id).joined(separator: ", ")) would need `replyd run`")
      throw ExitCode(1)
    }
  }

  private func startAfresh(_ store: String) throws {
    let base = (store as NSString).deletingPathExtension
    for path in [store, "\(store)-wal", "\(store)-shm", "\(base).hung"] {
      if FileManager.default.fileExists(atPath: path) {
        try FileManager.default.removeItem(atPath: path)
      }
    }
    let replies = (store as NSString).deletingLastPathComponent + "/replies.jsonl"
    if FileManager.default.fileExists(atPath: replies) {
      try FileManager.default.removeItem(atPath: replies)
    }
  }
}

/// Counts from the first question on.
private final class Patience: Sendable {
  private let limit: Duration
  private let start = Mutex<Double?>(nil)

  init(_ limit: Duration) { self.limit = limit }

  var isOver: Bool {
    let now = SystemTime.monotonicSeconds
    return start.withLock { start in
      let since = start ?? now
      start = since
      return now - since > limit.seconds
    }
  }
}
