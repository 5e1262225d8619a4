import Foundation
import PluginKit
import PluginTesting

/// A change of a file that changes nothing.
public struct NothingToEdit: Error { var text: String }

extension DaemonSetup {
  /// Replaces `old` by `new` in one file of the config.
  ///
  /// - Parameter byRename: as editors do: a new file takes the name of the old one.
  public func edit(
    _ old: String, _ new: String, in name: String = "replyd.json", byRename: Bool = false
  ) throws {
    let text = try String(contentsOfFile: folder.path(of: name), encoding: .utf8)
    guard text.contains(old) else { throw NothingToEdit(text: old) }
    let edited = text.replacing(old, with: new)
    guard byRename else {
      try folder.write(edited, to: name)
      return
    }
    let other = try folder.write(edited, to: name + "~")
    guard rename(other, folder.path(of: name)) == 0 else { throw NothingToEdit(text: name) }
  }

  /// The first 12 digits of the hash of what runs.
  public func runningConfig() async throws -> String {
    String(try await json("status")["config"]?.string?.prefix(12) ?? "")
  }

  /// What `/readyz` and the daemon say of a config that is not in force; nil when there is none.
  public func refusedConfig() async throws -> String? {
    try JSONReader.read(try await page("/readyz").text.utf8).plain["refusedConfig"]?.string
  }
}
