import Foundation
import PluginKit

/// Backups, and authors who want to be forgotten.
extension OperatorDesk {
  func backup(to path: String, at now: Date) async throws -> JSONValue {
    guard path.hasPrefix("/") else { throw Refusal("name the backup by its whole path, from /") }
    // A file that is there, a full disk: whoever asked has to read it.
    do { return try await store.backup(to: path, at: now).json } catch {
      throw Refusal("\(error)")
    }
  }

  /// Nothing of the author is sent any more; who waits for it is told to look again.
  func forget(_ author: String, at now: Date) async throws -> JSONValue {
    let outcome =
      if let daemon { try await daemon.forget(author) } else {
        try await store.forget(author, at: now)
      }
    switch outcome {
    case .forgotten(let report): return report.json
    case .unknown:
      throw Refusal(
        "no author \(author) is stored; give connector/id, connector/@handle or @handle")
    case .ambiguous(let names):
      let list = names.joined(separator: ", ")
      throw Refusal("several authors bear that name, choose one of: \(list)")
    }
  }
}
