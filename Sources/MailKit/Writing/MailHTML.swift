/// HTML of mails that we write: it loads nothing, and shows markup as what it is, text.
public enum MailHTML {
  /// For text and for attributes in double quotes.
  public static func escape(_ text: String) -> String {
    var escaped: [UInt8] = []
    escaped.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): escaped += "&amp;".utf8
      case UInt8(ascii: "<"): escaped += "&lt;".utf8
      case UInt8(ascii: ">"): escaped += "&gt;".utf8
      case UInt8(ascii: "\""): escaped += "&quot;".utf8
      case UInt8(ascii: "'"): escaped += "&#39;".utf8
      default: escaped.append(byte)
      }
    }
    return String(decoding: escaped, as: UTF8.self)
  }

  /// Lines as one paragraph's; addresses of the web become links.
  static func lines(_ lines: [String]) -> String {
    lines.map(linked).joined(separator: "<br>\n")
  }

  private static func linked(_ line: String) -> String {
    line.split(separator: " ", omittingEmptySubsequences: false).map { word in
      guard word.hasPrefix("https://") || word.hasPrefix("http://") else {
        return escape(String(word))
      }
      // What ends the sentence is not of the address.
      let url = word.prefix(word.count - word.reversed().prefix { ".,;:!?)".contains($0) }.count)
      let end = escape(String(word.dropFirst(url.count)))
      return "<a href=\"\(escape(String(url)))\">\(escape(String(url)))</a>\(end)"
    }.joined(separator: " ")
  }
}
