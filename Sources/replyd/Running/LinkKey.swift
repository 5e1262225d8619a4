import ConnectorKit
import Console
import Foundation
import PluginKit

/// The key that signs links in notifications: made once and kept beside the store, mode 0600, as
/// base64.
enum LinkKey {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  static func path(store: String) -> String {
    ((store as NSString).deletingLastPathComponent as NSString).appendingPathComponent("links.key")
  }

  /// Makes one where there is none.
  static func obtain(store: String) throws -> [UInt8] {
    let path = path(store: store)
    if FileManager.default.fileExists(atPath: path) { return try read(path) }
    var generator = SystemRandomNumberGenerator()
    let key = (0..<LinkSigner.keyLength).map { _ in
      UInt8.random(in: .min ... .max, using: &generator)
    }
    try TokenFile(path, replaces: false).write(Data(key).base64EncodedString())
    return key
  }

  private static func read(_ path: String) throws -> [UInt8] {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    let mode = (attributes[.posixPermissions] as? Int) ?? 0
    guard mode & 0o077 == 0 else {
      throw Failure(description: "others can read \(path): chmod 600 it, or remove it")
    }
    let text = try String(contentsOfFile: path, encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    guard let key = Data(base64Encoded: text), key.count == LinkSigner.keyLength else {
      throw Failure(
        description: "\(path) holds no key: remove it, and a new one is made; links that were "
          + "sent before stop working")
    }
    return Array(key)
  }
}
