/// How mail programs mark, in their pages, what is not the writer's own.
struct QuoteMarks {
  let knowsMail: Bool

  /// Of elements that contain history: Gmail, Yahoo, Proton, Zoho, Thunderbird's line above it.
  private static let quoteClasses: Set<String> = [
    "gmail_quote", "gmail_quote_container", "gmail_attr", "yahoo_quoted", "protonmail_quote",
    "zmail_extra", "moz-cite-prefix", "moz-email-headers-table", "tutanota_quote", "quoted-reply",
  ]
  private static let quoteIDs: Set<String> = [
    "yahoo_quoted", "mail-editor-reference-message-container",
    "ms-outlook-mobile-reference-message",
  ]
  /// Of Outlook's elements behind which all is history.
  private static let historyIDs: Set<String> = ["divrplyfwdmsg", "appendonsend"]

  func isQuote(_ values: [String: String]) -> Bool {
    guard knowsMail else { return false }
    let classes = values["class"]?.lowercased().split(separator: " ") ?? []
    if classes.contains(where: { Self.quoteClasses.contains(String($0)) }) { return true }
    return id(values).map { id in
      Self.quoteIDs.contains(id) || id.hasPrefix("yahoo_quoted") || id.hasPrefix("yqt")
    } ?? false
  }

  func beginHistory(_ values: [String: String]) -> Bool {
    knowsMail && id(values).map(Self.historyIDs.contains) ?? false
  }

  /// Outlook puts `x_` before the ids of what it quotes.
  private func id(_ values: [String: String]) -> String? {
    guard var id = values["id"]?.lowercased()[...] else { return nil }
    while id.hasPrefix("x_") { id = id.dropFirst(2) }
    return String(id)
  }
}
