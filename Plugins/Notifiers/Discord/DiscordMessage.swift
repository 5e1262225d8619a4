import NotifierKit
import PluginKit

/// A card as a message with one embed. All text is escaped, so that nothing a customer writes is
/// markup, and `allowed_mentions` names nobody.
/// Source: discord.com/developers/docs, "Webhook", "Embed Limits".
struct DiscordMessage {
  static let maxContent = 2000
  static let maxDescription = 4096
  static let maxFields = 25
  static let maxFieldName = 256
  static let maxFieldValue = 1024
  /// Of all texts of an embed.
  static let maxEmbed = 6000

  let body: JSONValue

  init(_ card: Card) {
    let embed = Embed(card.fitted { Embed($0).fits })
    let title = card.title.cut(to: Self.maxContent - 4, in: .utf16, escape: Self.escape)
    body = [
      "content": .string("**\(title)**"),
      "allowed_mentions": ["parse": []],
      "embeds": [embed.json(color: Self.color(card))],
    ]
  }

  /// A backslash before what could be markup, a mention, a link or the mark of a list.
  static func escape(_ scalar: Unicode.Scalar) -> String? {
    "\\*_~`|<>[]()#@:-+.!".unicodeScalars.contains(scalar) ? "\\\(scalar)" : nil
  }

  private static func color(_ card: Card) -> JSONValue {
    switch (card.phase, card.urgency) {
    case (.over, _): 0x2E_CC71
    case (.note, _): 0x34_98DB
    case (.open, .critical): 0xE7_4C3C
    case (.open, .high): 0xE6_7E22
    case (.open, .normal): 0xF1_C40F
    case (.open, .low): 0x95_A5A6
    }
  }
}

extension DiscordMessage {
  /// The texts go into the description, the facts and links into fields.
  private struct Embed {
    var paragraphs: [String] = []
    var fields: [(name: String, value: String)] = []
    private let lineLimit = 3000

    init(_ card: Card) {
      for part in card.parts { add(part) }
      if !card.links.isEmpty {
        // The addresses are checked, and their parentheses are percent-encoded.
        fields.append(
          ("Do", card.links.map { "[\($0.title)](\($0.url))" }.joined(separator: " · ")))
      }
    }

    var description: String { paragraphs.joined(separator: "\n\n") }

    var fits: Bool {
      let length = fields.reduce(description.utf16.count) { total, field in
        total + field.name.utf16.count + field.value.utf16.count
      }
      return length <= DiscordMessage.maxEmbed && fields.count <= DiscordMessage.maxFields
        && description.utf16.count <= DiscordMessage.maxDescription
        && fields.allSatisfy { $0.value.utf16.count <= DiscordMessage.maxFieldValue }
    }

    func json(color: JSONValue) -> JSONValue {
      let rows: [JSONValue] = fields.map { field in
        ["name": .string(field.name), "value": .string(field.value), "inline": true]
      }
      var members: [JSONValue.Member] = [
        .init("color", color), .init("fields", .array(rows)),
      ]
      if !description.isEmpty {
        members.insert(.init("description", .string(description)), at: 0)
      }
      return .object(members)
    }

    private mutating func add(_ part: Card.Part) {
      func escaped(_ text: some StringProtocol) -> String {
        String(text).cut(to: lineLimit, in: .utf16, escape: DiscordMessage.escape)
      }
      switch part {
      case .facts(let facts):
        for fact in facts {
          let name = fact.name.cut(
            to: DiscordMessage.maxFieldName, in: .utf16, escape: DiscordMessage.escape)
          fields.append((name, escaped(fact.value)))
        }
      case .quote(let heading, let text):
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        paragraphs.append(
          (["**\(escaped(heading))**"] + lines.map { "> \(escaped($0))" })
            .joined(separator: "\n"))
      case .list(let heading, let lines):
        paragraphs.append(
          (["**\(escaped(heading))**"] + lines.map { "- \(escaped($0))" })
            .joined(separator: "\n"))
      case .text(let text): if !text.isEmpty { paragraphs.append(escaped(text)) }
      }
    }
  }
}
