import ConnectorKit
import PluginKit

/// The part of Mastodon's `MediaAttachment` entity that replyd reads.
struct RemoteMedia: RemoteEntity {
  /// In Unicode scalars; Mastodon takes 1,500.
  private static let maxDescription = 2000

  let medium: Medium

  init?(_ json: JSONPart) {
    guard json.isObject else { return nil }
    let kind: Medium.Kind =
      switch json.string("type") {
      case "image": .image
      case "video", "gifv": .video
      case "audio": .audio
      default: .other
      }
    let text = json.string("description") ?? ""
    let shown = String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.maxDescription)))
    medium = Medium(kind: kind, description: shown.isEmpty ? nil : shown)
  }
}
