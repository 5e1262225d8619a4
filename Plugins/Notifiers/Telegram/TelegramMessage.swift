import NotifierKit
import PluginKit

/// A card as one message in Telegram's HTML.
/// Source: core.telegram.org/bots/api, "HTML style".
struct TelegramMessage {
  /// Counted with our tags, in UTF-16 units: Telegram counts less.
  static let maxText = 4096
  static let maxTitle = 600

  /// The members of `sendMessage` besides the chat.
  let members: [JSONValue.Member]

  /// - Parameter buttons: false writes the links into the text.
  init(_ card: Card, buttons: Bool) {
    let (shown, written) = Self.sorted(card.links, buttons: buttons)
    let fitted = card.fitted { Self.text($0, written).utf16.count <= Self.maxText }
    var members: [JSONValue.Member] = [
      .init("text", .string(Self.text(fitted, fitted.links.isEmpty ? [] : written))),
      .init("parse_mode", "HTML"), .init("link_preview_options", ["is_disabled": true]),
      // What is over or only told needs no sound.
      .init("disable_notification", .bool(card.phase != .open)),
    ]
    if !shown.isEmpty {
      let rows: [JSONValue] = shown.map { link in
        [["text": .string(link.title), "url": .string(link.url)]]
      }
      members.append(.init("reply_markup", ["inline_keyboard": .array(rows)]))
    }
    self.members = members
  }

  /// `<`, `>` and `&`; and a joiner of no width after `@`, so that no name in a text calls anybody.
  static func escape(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    case "\"": "&quot;"
    case "@": "@\u{2060}"
    default: nil
    }
  }

  /// The same for a whole text. In an address `@` calls nobody, and the joiner would break it.
  static func escaped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.split(separator: " ", omittingEmptySubsequences: false).map { word in
        let isLink = WebAddress.link(String(word)) == String(word)
        return String(word).escaped { isLink && $0 == "@" ? nil : escape($0) }
      }.joined(separator: " ")
    }.joined(separator: "\n")
  }

  /// Which links become buttons. Telegram refuses the whole message for a host without a dot.
  private static func sorted(
    _ links: [Card.Link], buttons: Bool
  ) -> (shown: [Card.Link], written: [Card.Link]) {
    func isPublic(_ link: Card.Link) -> Bool {
      let rest = link.url.split(separator: "/", omittingEmptySubsequences: true).dropFirst()
      return buttons && rest.first?.contains(".") == true
    }
    return (links.filter(isPublic), links.filter { !isPublic($0) })
  }

  private static func text(_ card: Card, _ written: [Card.Link]) -> String {
    let title = card.title.cut(to: maxTitle, in: .utf16, escape: escape)
    let links = written.map { "\($0.title): \(escaped($0.url))" }
    return
      (["<b>\(title)</b>"] + card.parts.map(text).filter { !$0.isEmpty }
      + [links.joined(separator: "\n")].filter { !$0.isEmpty }).joined(separator: "\n\n")
  }

  private static func text(_ part: Card.Part) -> String {
    switch part {
    case .facts(let facts):
      facts.map { "<b>\(escaped($0.name)):</b> \(escaped($0.value))" }
        .joined(separator: "\n")
    case .quote(let heading, let text):
      "<b>\(escaped(heading))</b>\n<blockquote>\(escaped(text))</blockquote>"
    case .list(let heading, let lines):
      (["<b>\(escaped(heading))</b>"] + lines.map { "• \(escaped($0))" })
        .joined(separator: "\n")
    case .text(let text): escaped(text)
    }
  }
}
