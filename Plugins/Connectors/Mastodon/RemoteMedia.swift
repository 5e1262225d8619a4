import PluginKit

/// The part of Mastodon's `MediaAttachment` entity that replyd reads.
struct RemoteMedia: Decodable, Sendable {
  /// In Unicode scalars; Mastodon takes 1,500.
  private static let maxDescription = 2000

  let medium: Medium

  private enum CodingKeys: String, CodingKey { case type, description }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let kind: Medium.Kind =
      switch fields.lenient(String.self, .type) {
      case "image": .image
      case "video", "gifv": .video
      case "audio": .audio
      default: .other
      }
    let text = fields.lenient(String.self, .description) ?? ""
    let shown = String(String.UnicodeScalarView(text.unicodeScalars.prefix(Self.maxDescription)))
    medium = Medium(kind: kind, description: shown.isEmpty ? nil : shown)
  }
}
