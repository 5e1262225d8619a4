import ConnectorKit
import PluginKit

/// What somebody wrote or sent: the plain text and the attachments of one event (client-server API,
/// "m.room.message msgtypes"). The HTML form is never read: `body` says the same.
struct EventText: Sendable {
  var text = ""
  var media: [Medium] = []
  /// A bot wrote it: `m.notice` is never answered by another (spec: "m.notice").
  var isAutomated = false

  /// In Unicode scalars, of a file's name.
  private static let maxName = 500

  /// - Parameter content: of the event, or of its latest edit.
  /// - Returns: nil where nothing is to be read, as of a request to verify a device.
  init?(type: String, content: JSONPart, isReply: Bool) {
    switch type {
    case "m.room.encrypted":
      media = [Medium(kind: .other, description: "encrypted message")]
    case "m.sticker":
      media = [Medium(kind: .image, description: Self.name(content.string("body")))]
    default:
      guard let kind = content.string("msgtype"), let body = content.string("body"),
        !kind.hasPrefix("m.key.verification.")
      else { return nil }
      read(kind, Self.shown(body), content, isReply: isReply)
    }
  }

  private mutating func read(
    _ kind: String, _ body: String, _ content: JSONPart, isReply: Bool
  ) {
    let medium: Medium.Kind? =
      switch kind {
      case "m.image": .image
      case "m.video": .video
      case "m.audio": .audio
      case "m.file", "m.location": .other
      default: nil
      }
    isAutomated = kind == "m.notice" || kind == "m.server_notice"
    guard let medium else {
      text = isReply ? ReplyFallback.stripped(body) : body
      return
    }
    // With a file name of its own, the body is what the author wrote beside the file.
    let file = content.string("filename").map(Self.shown)
    let hasCaption = file != nil && file != body
    if hasCaption { text = isReply ? ReplyFallback.stripped(body) : body }
    media = [Medium(kind: medium, description: Self.name(hasCaption ? file : body))]
  }

  private static func name(_ text: String?) -> String? {
    guard let text, !text.isEmpty else { return nil }
    return String(String.UnicodeScalarView(shown(text).unicodeScalars.prefix(maxName)))
  }

  /// Control characters are no text.
  static func shown(_ text: String) -> String {
    let scalars = text.unicodeScalars.filter {
      $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
