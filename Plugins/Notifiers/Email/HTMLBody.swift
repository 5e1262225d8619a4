import MailKit
import NotifierKit
import PluginKit

/// A card as HTML that loads nothing. It sets no colour of text or page, so that it is readable in
/// dark and light; only buttons have both.
struct HTMLBody {
  let text: String

  init(_ card: Card) {
    let title = Self.line(card.title)
    var lines = [
      "<!DOCTYPE html>", "<html lang=\"en\"><head><meta charset=\"utf-8\">",
      "<meta name=\"color-scheme\" content=\"light dark\">",
      "<meta name=\"supported-color-schemes\" content=\"light dark\">",
      "<title>\(title)</title></head>", "<body style=\"\(Style.body)\">",
      "<p style=\"\(Style.standing(card))\">\(Self.line(card.standing))</p>",
      "<h1 dir=\"auto\" style=\"\(Style.title)\">\(title)</h1>",
    ]
    lines += card.parts.flatMap(Self.block)
    if !card.links.isEmpty {
      lines.append("<p>")
      lines += card.links.map { link in
        let style = link.role == .take ? Style.button : Style.plainButton
        return
          "<a href=\"\(MailHTML.escape(link.url))\" style=\"\(style)\">\(Self.line(link.title))</a>"
      }
      lines.append("</p>")
    }
    lines += [
      "<p style=\"\(Style.footer)\">\(MailHTML.escape(MailFooter.text))</p>", "</body></html>", "",
    ]
    text = lines.joined(separator: "\n")
  }

  private static func block(_ part: Card.Part) -> [String] {
    switch part {
    case .facts(let facts):
      ["<table role=\"presentation\" style=\"\(Style.facts)\">"]
        + facts.map { fact in
          "<tr><th align=\"left\" valign=\"top\" style=\"\(Style.name)\">\(line(fact.name))</th>"
            + "<td dir=\"auto\" valign=\"top\">\(line(fact.value))</td></tr>"
        } + ["</table>"]
    case .quote(let heading, let text):
      [
        "<p dir=\"auto\" style=\"\(Style.heading)\">\(line(heading))</p>",
        "<blockquote dir=\"auto\" style=\"\(Style.quote)\">", paragraph(text), "</blockquote>",
      ]
    case .list(let heading, let lines):
      ["<p dir=\"auto\" style=\"\(Style.heading)\">\(line(heading))</p>", "<ul>"]
        + lines.map { "<li dir=\"auto\">\(line($0))</li>" } + ["</ul>"]
    case .text(let text): ["<p dir=\"auto\">\(paragraph(text))</p>"]
    }
  }

  private static func paragraph(_ text: String) -> String {
    SafeText.lines(text).map(MailHTML.escape).joined(separator: "<br>\n")
  }

  private static func line(_ text: String) -> String {
    MailHTML.escape(SafeText.line(text, max: MailMessage.maxText))
  }
}

/// Styles stand at each element: several mail programs drop style sheets.
private enum Style {
  static let body =
    "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:15px;"
    + "line-height:1.5;max-width:640px;margin:0;padding:16px"
  static let title = "font-size:19px;line-height:1.3;margin:0 0 16px"
  static let facts = "border-collapse:collapse;margin:0 0 16px"
  static let name = "padding:2px 16px 2px 0;font-weight:600;white-space:nowrap"
  static let heading = "margin:16px 0 4px;font-weight:600"
  static let quote =
    "margin:0 0 16px;padding:8px 16px;border-left:4px solid #7f8c9b;overflow-wrap:anywhere"
  static let footer = "margin:24px 0 0;font-size:12px;opacity:.75"
  static let button =
    "display:inline-block;margin:0 8px 8px 0;padding:10px 18px;border-radius:6px;font-weight:600;"
    + "text-decoration:none;border:1px solid #1a5fb4;background-color:#1a5fb4;color:#ffffff"
  static let plainButton =
    "display:inline-block;margin:0 8px 8px 0;padding:10px 18px;border-radius:6px;font-weight:600;"
    + "text-decoration:none;border:1px solid #7f8c9b;background-color:#e8ecf1;color:#1b2733"

  static func standing(_ card: Card) -> String {
    let colour =
      switch (card.phase, card.urgency) {
      case (.open, .critical): "#c01c28"
      case (.open, .high): "#e66100"
      default: "#7f8c9b"
      }
    return "margin:0 0 8px;padding:2px 12px;border-left:6px solid \(colour);font-weight:600"
  }
}
