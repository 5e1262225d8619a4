import ArgumentParser
import ConfigLoading
import Engine
import Foundation
import Logging
import PluginKit

/// `replyd run`: stop one of a message's eight.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs the daemon; SIGTERM drains it, SIGHUP reloads.")

  @OptionGroup var config: ConfigOption

  @Option(name: .long, help: "error, warning, info or debug.")
  var logLevel = LogLevel.info

  @Flag(name: .long, help: "End once all recordings are played and every message is settled.")
  var untilDone = false

  func run() async throws {
    // Until the service listens for it: a reload asked for so early needs none.
    signal(SIGHUP, SIG_IGN)
    Allocator.prepare()
    let logger = LogSetup.start(logLevel.level)
    let launch = try launch(logger)
    do {
      let status = try await launch.run(until: untilDone ? RunCommand.isSettled : nil)
      logger.info("ended", metadata: ["messages": "\(status.messages)", "open": "\(status.open)"])
    } catch {
      logger.critical("\(error)")
      throw ExitCode(1)
    }
  }

  /// Here the first config ends as a value: a plugin of it must not outlive a reload because this
  /// command still holds it.
  private func launch(_ logger: Logger) throws -> Launch {
    let watch = ConfigWatch()
    let (assembly, hash) = try config.load(forDaemon: true, watch: watch)
    logger.info(
      "starting",
      metadata: [
        "version": "\(Replyd.version)", "config": "\(hash.prefix(12))",
        "connectors": "\(assembly.connectors.map(\.id).joined(separator: ","))",
        "store": "\(assembly.storePath)",
      ])
    if assembly.connectors.allSatisfy({ $0.mode == .off }) {
      logger.warning("no connector is on: nothing will be polled")
    }
    return Launch(
      assembly: assembly, hash: hash, reloads: (config.config, watch),
      observer: LogObserver(logger: logger), logger: logger)
  }

  /// All recordings are played, and only humans could still change anything.
  @Sendable static func isSettled(_ daemon: Daemon, _ status: StoreStatus) -> Bool {
    daemon.hasNothingToPoll && status.pendingNotifications == 0 && !status.hasUndecided
      && status.open <= status.waitingForHumans
  }
}

extension StoreStatus {
  /// Replies that only a human can move.
  var waitingForHumans: Int {
    (repliesByState["draft"] ?? 0) + (repliesByState["held"] ?? 0)
  }

  var hasUndecided: Bool {
    (repliesByState["queued"] ?? 0) + (repliesByState["sending"] ?? 0)
      + (repliesByState["unknown"] ?? 0) > 0
  }
}

enum LogLevel: String, ExpressibleByArgument, CaseIterable {
  case error, warning, info, debug

  var level: Logger.Level {
    switch self {
    case .error: .error
    case .warning: .warning
    case .info: .info
    case .debug: .debug
    }
  }
}
