import PluginKit

/// A reply's text in both forms.
struct ReplyBody {
  let plain: String
  let html: String

  init(_ reply: Reply, quote: Quote?) {
    let lines = PlainText.lines(reply.text)
    plain = Self.plain(lines, quote)
    html = Self.html(lines, quote, language: reply.language)
  }

  private static func plain(_ lines: [String], _ quote: Quote?) -> String {
    var all = lines
    if let quote {
      all += ["", quote.heading] + quote.lines.map { $0.isEmpty ? ">" : "> \($0)" }
    }
    return all.joined(separator: "\n") + "\n"
  }

  /// No colours and no sizes: it is a letter. The direction follows each paragraph's first letter.
  private static func html(_ lines: [String], _ quote: Quote?, language: String?) -> String {
    let attribute = language.map { " lang=\"\(MailHTML.escape($0))\"" } ?? ""
    var html = ["<!DOCTYPE html>", "<html\(attribute)><head><meta charset=\"utf-8\"></head><body>"]
    html += paragraphs(lines)
    if let quote {
      html += [
        "<p dir=\"auto\">\(MailHTML.escape(quote.heading))</p>", "<blockquote type=\"cite\">",
      ]
      html += paragraphs(quote.lines) + ["</blockquote>"]
    }
    return (html + ["</body></html>", ""]).joined(separator: "\n")
  }

  private static func paragraphs(_ lines: [String]) -> [String] {
    lines.split(whereSeparator: \.isBlank).map {
      "<p dir=\"auto\">\(MailHTML.lines(Array($0)))</p>"
    }
  }
}
