import ArgumentParser
import Engine
import Foundation
import PluginKit
import Storage

/// `replyd restore FILE`: a backup becomes the store.
struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Makes a backup the store; the daemon has to be stopped.",
    discussion: """
      The backup is checked first. Replies that waited to be sent when it was made may have gone \
      out since: the platform is asked before anything is sent, and messages older than the \
      restore are answered by drafts only. Everybody is signed out; users and tokens are those of \
      the backup: revoke again what was revoked since.
      """)

  @OptionGroup var config: ConfigOption
  @Flag(name: .long, help: "Print JSON.") var json = false
  @Flag(name: .long, help: "Also where a store is; it is kept beside the restored one.")
  var force = false
  @Argument(help: "A file that `replyd backup` wrote.") var file: String

  func run() async throws {
    let path = try config.load(forDaemon: true).assembly.storePath
    do {
      let report = try StoreFile(path: path).restore(
        file, replacing: force, at: SystemTime().now)
      if json { return Terminal.json(report.json) }
      show(report, path)
    } catch {
      Terminal.error(Terminal.safe("\(error)", limit: 1000))
      throw ExitCode(1)
    }
  }

  private func show(_ report: RestoreReport, _ path: String) {
    Terminal.line("Restored \(path): \(report.messages) messages, \(report.open) of them open.")
    if let newest = report.newest {
      Terminal.line("The newest was received at \(newest.formatted(.iso8601)).")
    }
    for cursor in report.cursors {
      Terminal.line(
        "Polling of \(Terminal.safe(cursor.connector)) goes on from "
          + cursor.at.formatted(.iso8601) + ".")
    }
    if report.unknown > 0 {
      Terminal.line(
        "\(report.unknown) replies may have gone out since: the platform is asked first.")
    }
    if report.forgotten > 0 {
      Terminal.line("\(report.forgotten) authors were forgotten since, and are removed again.")
    }
    if let kept = report.kept { Terminal.line("The store before it is kept as \(kept).") }
  }
}
