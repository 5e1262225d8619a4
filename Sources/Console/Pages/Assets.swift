import ConsoleAssets
import Crypto
import Foundation

/// The files of the pages, which are part of the binary.
struct Assets: Sendable {
  struct File: Sendable {
    var contentType: String
    var bytes: [UInt8]
  }

  /// Their names have a hash of what is in them, so that browsers may keep them for ever.
  static let cssPath = path(of: "console.css")
  static let jsPath = path(of: "console.js")
  static let iconPath = path(of: "icon.svg")

  /// By the last step of such a path, `console-0123456789abcdef.css`; nil for what is not served.
  static func file(_ name: String) -> File? { served[name] }

  /// The templates' texts by their names, `inbox`.
  static let templates: [String: String] = {
    var templates: [String: String] = [:]
    for (name, bytes) in all where name.hasSuffix(".mustache") {
      templates[String(name.dropLast(".mustache".count))] = String(decoding: bytes, as: UTF8.self)
    }
    return templates
  }()

  /// Each file as it is in the folder.
  static let all: [String: [UInt8]] = {
    var all: [String: [UInt8]] = [:]
    for index in 0..<Int(replyd_asset_count) {
      let asset = replyd_asset(index)
      let bytes = UnsafeBufferPointer(start: asset.bytes, count: asset.size)
      all[String(cString: asset.name)] = Array(bytes)
    }
    return all
  }()

  private static let contentTypes = [
    "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
  ]

  private static let served: [String: File] = {
    var served: [String: File] = [:]
    for (name, bytes) in all {
      guard let type = contentTypes[String(name.split(separator: ".").last ?? "")] else { continue }
      served[hashed(name)] = File(contentType: type, bytes: bytes)
    }
    return served
  }()

  private static func path(of name: String) -> String { "/assets/" + hashed(name) }

  private static func hashed(_ name: String) -> String {
    let digits = Array("0123456789abcdef")
    let hash = SHA256.hash(data: Data(all[name] ?? [])).prefix(8).map {
      "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])"
    }.joined()
    let parts = name.split(separator: ".", maxSplits: 1)
    return "\(parts[0])-\(hash).\(parts.count > 1 ? parts[1] : "")"
  }
}
