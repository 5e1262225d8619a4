import NotifierKit
import PluginKit

/// A card as blocks. Everything a customer or a stage wrote stands in `plain_text`, where no
/// `*bold*`, link or `<!channel>` has a meaning; only our own links are mrkdwn.
/// Source: docs.slack.dev, "Formatting message text" and "Block Kit".
struct SlackMessage {
  static let maxHeader = 150
  static let maxSection = 3000
  static let maxFields = 10
  static let maxField = 2000
  static let maxBlocks = 50
  /// Of all blocks as JSON: above some 13,000 Slack answers `msg_blocks_too_long`.
  static let maxBlocksLength = 12_000
  /// Of the text that notifications on a phone show.
  static let maxFallback = 1000

  /// The members of `chat.postMessage` and of a webhook's body that both know.
  let members: [JSONValue.Member]

  init(_ card: Card) {
    let fitted = card.fitted { Self.fits(Self.blocks($0)) }
    members = [
      .init("text", .string(Self.fallback(card.title))),
      .init("blocks", .array(Self.blocks(fitted))), .init("unfurl_links", false),
      .init("unfurl_media", false),
    ]
  }

  private static func fits(_ blocks: [JSONValue]) -> Bool {
    blocks.count <= maxBlocks && JSONValue.array(blocks).text().utf16.count <= maxBlocksLength
  }

  /// `&`, `<` and `>` in Slack's own way: without it `<!channel>` calls everybody.
  static func escape(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    default: nil
    }
  }

  /// Shown outside of blocks, where marks are read: a joiner of no width takes their meaning.
  static func fallback(_ title: String) -> String {
    title.cut(to: maxFallback, in: .utf16) { scalar in
      "*_~`@#".unicodeScalars.contains(scalar) ? "\(scalar)\u{2060}" : escape(scalar)
    }
  }
}

extension SlackMessage {
  private static func blocks(_ card: Card) -> [JSONValue] {
    let header: JSONValue = [
      "type": "header", "text": plain(mark(card) + card.title, limit: maxHeader),
    ]
    return [header] + card.parts.flatMap(blocks) + links(card.links)
  }

  private static func blocks(_ part: Card.Part) -> [JSONValue] {
    switch part {
    case .facts(let facts):
      stride(from: 0, to: facts.count, by: maxFields).map { start in
        let fields = facts[start..<min(start + maxFields, facts.count)].map { fact in
          plain("\(fact.name): \(fact.value)", limit: maxField)
        }
        return ["type": "section", "fields": .array(fields)]
      }
    case .quote(let heading, let text):
      [section("\(heading):\n" + lines(of: text).map { "> \($0)" }.joined(separator: "\n"))]
    case .list(let heading, let lines):
      [section("\(heading):\n" + lines.map { "• \($0)" }.joined(separator: "\n"))]
    case .text(let text): text.isEmpty ? [] : [section(text)]
    }
  }

  private static func lines(of text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  private static func section(_ text: String) -> JSONValue {
    ["type": "section", "text": plain(text, limit: maxSection)]
  }

  private static func plain(_ text: String, limit: Int) -> JSONValue {
    [
      "type": "plain_text", "emoji": false,
      "text": .string(text.cut(to: limit, in: .utf16, escape: escape)),
    ]
  }

  /// The addresses are checked and hold nothing that ends a link but `&`.
  private static func links(_ links: [Card.Link]) -> [JSONValue] {
    links.map { link in
      let text = "<\(link.url.escaped(escape))|\(link.title.escaped(escape))>"
      return [
        "type": "section",
        "text": ["type": "mrkdwn", "verbatim": true, "text": .string(text)],
      ]
    }
  }

  private static func mark(_ card: Card) -> String {
    switch (card.phase, card.urgency) {
    case (.over, _): "✅ "
    case (.note, _): ""
    case (.open, .critical): "🔴 "
    case (.open, .high): "🟠 "
    case (.open, .normal), (.open, .low): ""
    }
  }
}
