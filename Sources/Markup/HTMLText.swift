/// The text of HTML as people see it: paragraphs and lines, lists, the addresses of links, quotes
/// marked with `>`. What is hidden, scripts, styles and comments are left out. Linear in time,
/// whatever the markup.
public struct HTMLText {
  private static let paragraphs: Set<String> = [
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre", "blockquote",
    "figure", "fieldset",
  ]
  private static let blocks: Set<String> = [
    "div", "li", "tr", "hr", "section", "article", "header", "footer", "main", "nav", "address",
    "center", "form", "dt", "dd", "caption", "body", "html", "head", "details", "summary",
  ]
  private static let maxURL = 500
  private static let maxLists = 16

  private let marks: QuoteMarks
  private let dropped: Set<String>
  private var tokens: HTMLTokens
  private var containers = HTMLContainers()
  /// From here on everything is history.
  private var quotesRest = false
  private var lines = HTMLLines()
  /// For each open list the number of its next item; nil: no numbers.
  private var lists: [Int?] = []
  private var link: (url: String, text: String)?

  /// `dropping` names elements whose contents are left out. Lines within `blockquote` begin with
  /// `> ` for each of them.
  public static func text(of html: String, dropping dropped: Set<String> = []) -> String {
    read(html, marks: QuoteMarks(knowsMail: false), dropping: dropped)
  }

  /// The same for a page of e-mail: what mail programs mark as history is quoted too.
  public static func quoting(_ html: String) -> String {
    read(html, marks: QuoteMarks(knowsMail: true), dropping: [])
  }

  private static func read(_ html: String, marks: QuoteMarks, dropping: Set<String>) -> String {
    var reader = HTMLText(html, marks, dropping)
    while let token = reader.tokens.next() { reader.take(token) }
    reader.endLink()
    return reader.lines.text
  }

  private init(_ html: String, _ marks: QuoteMarks, _ dropped: Set<String>) {
    self.marks = marks
    self.dropped = dropped
    tokens = HTMLTokens(html)
  }

  private mutating func take(_ token: HTMLTokens.Token) {
    switch token {
    case .text(let bytes):
      guard !containers.isHidden else { return }
      let text = HTMLEntities.decoded(bytes)
      lines.append(text, keepsSpaces: containers.isPreformatted)
      link?.text += text
    case .open(let tag): open(tag)
    case .close(let name): close(name)
    }
  }

  private mutating func open(_ tag: HTMLTokens.Tag) {
    let values = tag.attributes.isEmpty ? [:] : tag.values
    if !containers.isHidden, marks.beginHistory(values) { quotesRest = true }
    containers.begin(tag.name, as: kind(of: tag.name, values))
    lines.depth = depth
    guard !containers.isHidden else { return }
    breakLine(around: tag.name)
    switch tag.name {
    case "br": lines.lineBreak()
    case "td", "th": lines.space()
    case "ul", "ol": if lists.count < Self.maxLists { lists.append(tag.name == "ol" ? 1 : nil) }
    case "li": item()
    case "a":
      endLink()
      link = values["href"].map { ($0, "") }
    default: break
    }
  }

  private mutating func close(_ name: String) {
    if name == "a" { endLink() }
    containers.end(name)
    lines.depth = depth
    guard !containers.isHidden else { return }
    breakLine(around: name)
    if name == "ul" || name == "ol", !lists.isEmpty { lists.removeLast() }
  }

  private var depth: Int { containers.quotes + (quotesRest ? 1 : 0) }

  private func kind(of name: String, _ values: [String: String]) -> HTMLContainers.Kind? {
    if dropped.contains(name) || Self.isHidden(values) { return .hidden }
    if name == "blockquote" || marks.isQuote(values) { return .quote }
    return name == "pre" ? .preformatted : nil
  }

  private mutating func breakLine(around name: String) {
    if Self.paragraphs.contains(name), lists.isEmpty || name != "p" {
      lines.blockBreak(paragraph: true)
    } else if Self.blocks.contains(name) || Self.paragraphs.contains(name) {
      lines.blockBreak(paragraph: false)
    }
  }

  private mutating func item() {
    guard let number = lists.last ?? nil else { return lines.item("- ") }
    lines.item("\(number). ")
    lists[lists.count - 1] = number + 1
  }

  /// The address follows its words, unless they are the address.
  private mutating func endLink() {
    guard let (url, text) = link else { return }
    link = nil
    let words = text.filter { !$0.isWhitespace }
    let isHost = words.contains(".") && url.contains("://\(words.lowercased())")
    let isWeb = url.hasPrefix("https://") || url.hasPrefix("http://")
    guard isWeb, url.utf8.count <= Self.maxURL, !words.isEmpty, !words.contains("://"),
      url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), !isHost
    else { return }
    lines.append(" <\(url)>", keepsSpaces: false)
  }

  /// What a program hides, such as the line that only lists of mails show.
  private static func isHidden(_ values: [String: String]) -> Bool {
    if values["hidden"] != nil { return true }
    guard let style = values["style"]?.lowercased() else { return false }
    return style.split(separator: ";").contains { declaration in
      let parts = declaration.filter { !$0.isWhitespace }.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { return false }
      switch (parts[0], parts[1]) {
      case ("display", let value): return value.hasPrefix("none")
      case ("visibility", let value): return value.hasPrefix("hidden")
      case ("mso-hide", "all"): return true
      case ("max-height", let value), ("opacity", let value):
        return ["0", "0px", "0pt", "0em"].contains(value.replacing("!important", with: ""))
      default: return false
      }
    }
  }
}
