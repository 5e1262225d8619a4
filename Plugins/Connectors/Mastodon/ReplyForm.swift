import PluginKit
import Transport

/// A reply as the body of `POST /api/v1/statuses`.
struct ReplyForm {
  /// Room kept for what a post adds to the reply's text: the mention of a local author (`@`, 30
  /// characters, a space) and the start of a content warning.
  static let reserve = 40

  /// Why a reply cannot be posted, for a human.
  struct Refusal: Error {
    let reason: String
  }

  let parameters: Parameters

  init(_ reply: Reply, limits: Identity.Limits) throws(Refusal) {
    guard reply.visibility >= reply.parent.visibility else {
      throw Refusal(reason: "the reply is more public than its parent")
    }
    let handle = reply.parent.author.handle
    guard MentionedText.isHandle(handle) else {
      throw Refusal(reason: "the author's handle cannot be mentioned; answer by hand")
    }
    let mentions = MentionedText.leading(reply.text).handles.map { $0.lowercased() }
    let isMentioned = mentions.contains(handle.lowercased())
    let text = isMentioned ? reply.text : "\(handle) \(reply.text)"
    let length = StatusLength.count(text, perURL: limits.charactersPerURL)
    let room = limits.maxCharacters - length
    let warning = reply.parent.contentWarning
    guard room >= (warning == nil ? 0 : 1) else {
      throw Refusal(
        reason: "the reply and its mention count \(length) characters; the server takes "
          + "\(limits.maxCharacters)")
    }
    var parameters: Parameters = [
      "status": text, "in_reply_to_id": reply.parent.id.remote,
      "visibility": reply.visibility.mastodonName,
    ]
    parameters.add("language", reply.language)
    parameters.add("spoiler_text", warning.map { Self.cut($0, to: room) })
    self.parameters = parameters
  }

  /// The reply's own text never gives way to a long warning.
  private static func cut(_ warning: String, to room: Int) -> String {
    warning.count <= room ? warning : warning.prefix(room - 1) + "…"
  }
}
