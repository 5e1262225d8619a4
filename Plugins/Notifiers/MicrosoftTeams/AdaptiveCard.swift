import NotifierKit
import PluginKit

/// A card as an Adaptive Card 1.4 in the wrapper that Workflows expects. All text stands in
/// `TextRun`, which, other than `TextBlock` and `FactSet`, reads no Markdown: so there is nothing
/// to escape, and nothing that one of Teams' clients could read in its own way.
/// Source: adaptivecards.io/explorer, "RichTextBlock", "TextRun".
struct AdaptiveCard {
  /// Teams takes 28 KB; the rest is for what the workflow adds.
  static let maxBytes = 26_000
  /// Lines of one text; each is an element.
  static let maxLines = 60
  /// Characters of one title.
  static let maxTitle = 300

  private static let bold = JSONValue.Member("weight", "Bolder")

  let message: JSONValue

  init(_ card: Card) {
    message = Self.wrapped(
      card.fitted { Self.wrapped($0).text().utf8.count <= Self.maxBytes })
  }

  private static func wrapped(_ card: Card) -> JSONValue {
    let content: JSONValue = [
      "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard",
      "version": "1.4", "msteams": ["width": "Full"], "body": .array(body(card)),
      "actions": .array(
        card.links.map { link in
          ["type": "Action.OpenUrl", "title": .string(link.title), "url": .string(link.url)]
        }),
    ]
    return [
      "type": "message",
      "attachments": [
        [
          "contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": .null,
          "content": content,
        ]
      ],
    ]
  }

  private static func body(_ card: Card) -> [JSONValue] {
    let title = text([
      run(
        card.title.cut(to: maxTitle, in: .characters),
        [bold, .init("size", "Medium"), .init("color", color(card))])
    ])
    return [title] + card.parts.map(container)
  }

  private static func container(_ part: Card.Part) -> JSONValue {
    switch part {
    case .facts(let facts):
      items(
        facts.map { fact in
          text([run("\(fact.name): ", [bold]), run(fact.value)])
        })
    case .quote(let heading, let words):
      items([headline(heading)] + lines(words).map { text([run($0)]) }, style: "emphasis")
    case .list(let heading, let lines):
      items([headline(heading)] + lines.map { text([run("• \($0)")]) })
    case .text(let words): items(lines(words).map { text([run($0)]) })
    }
  }

  /// Empty ones have no height.
  private static func lines(_ words: String) -> [String] {
    let lines = words.split(separator: "\n").map(String.init)
    return lines.count <= maxLines ? lines : lines.prefix(maxLines - 1) + ["…"]
  }

  private static func items(_ items: [JSONValue], style: String? = nil) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("type", "Container"), .init("items", .array(items)),
    ]
    if let style { members.append(.init("style", .string(style))) }
    return .object(members)
  }

  private static func headline(_ heading: String) -> JSONValue {
    text([run(heading, [bold])])
  }

  private static func text(_ runs: [JSONValue]) -> JSONValue {
    ["type": "RichTextBlock", "spacing": "Small", "inlines": .array(runs)]
  }

  private static func run(_ text: String, _ look: [JSONValue.Member] = []) -> JSONValue {
    .object([.init("type", "TextRun"), .init("text", .string(text))] + look)
  }

  private static func color(_ card: Card) -> JSONValue {
    switch (card.phase, card.urgency) {
    case (.over, _): "Good"
    case (.open, .critical): "Attention"
    case (.open, .high): "Warning"
    default: "Default"
    }
  }
}
