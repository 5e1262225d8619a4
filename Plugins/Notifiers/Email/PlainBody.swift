import MailKit
import NotifierKit
import PluginKit

/// A card as plain text. Somebody's words stand behind `>`, so that they cannot pass for ours.
struct PlainBody {
  let text: String

  init(_ card: Card) {
    var blocks = [[Self.line(card.title)], [card.standing]]
    blocks += card.parts.map(Self.block).filter { !$0.isEmpty }
    if !card.links.isEmpty {
      blocks.append(card.links.map { "\(Self.line($0.title)): \($0.url)" })
    }
    blocks.append([MailFooter.text])
    text = blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private static func block(_ part: Card.Part) -> [String] {
    switch part {
    case .facts(let facts): facts.map { "\(line($0.name)): \(line($0.value))" }
    case .quote(let heading, let text):
      ["\(line(heading)):"] + SafeText.lines(text).map { $0.isEmpty ? ">" : "> \($0)" }
    case .list(let heading, let lines): ["\(line(heading)):"] + lines.map { "- \(line($0))" }
    case .text(let text): SafeText.lines(text)
    }
  }

  private static func line(_ text: String) -> String {
    SafeText.line(text, max: MailMessage.maxText)
  }
}

/// What stands at the end of both bodies.
enum MailFooter {
  static let text = "Sent by replyd. Nobody reads answers to this mail."
}

extension Card {
  /// How much it matters, in a few words.
  var standing: String {
    switch phase {
    case .open: "Urgency: \(urgency.name)"
    case .over: "Nothing to do any more."
    case .note: "For information."
    }
  }
}
