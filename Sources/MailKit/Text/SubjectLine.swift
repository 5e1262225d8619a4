/// A subject and what programs put before it.
struct SubjectLine {
  /// Before an answer's subject, in lower case.
  private static let replies: Set<String> = [
    "re", "aw", "sv", "vs", "rv", "antw", "antwort", "odp", "res", "rif", "r", "bls", "ynt",
    "ha", "vá", "atb", "回复", "答复", "回覆", "返信", "回信", "отв", "rép", "σχετ", "תשובה", "رد",
  ]
  /// Before a forwarded mail's.
  private static let forwards: Set<String> = [
    "fw", "fwd", "wg", "tr", "i", "enc", "vb", "vl", "pd", "doorst", "wtr", "rvs", "转发", "轉寄",
    "転送", "пересл", "továbbítás", "ilt",
  ]
  private static let maxPrefixes = 10

  let isReply: Bool
  let isForward: Bool
  /// Without any of them.
  let bare: String

  init(_ subject: String) {
    var rest = subject[...]
    var first: Bool?
    for _ in 0..<Self.maxPrefixes {
      guard let colon = rest.prefix(16).firstIndex(where: { $0 == ":" || $0 == "：" }) else { break }
      // Some count: `Re[2]:`, `AW (3):`.
      let word = rest[..<colon].prefix { $0 != "[" && $0 != "(" && $0 != "^" }
        .filter { !$0.isWhitespace }.lowercased()
      let isReply = Self.replies.contains(word)
      guard isReply || Self.forwards.contains(word) else { break }
      first = first ?? isReply
      rest = rest[rest.index(after: colon)...].drop(while: \.isWhitespace)
    }
    isReply = first == true
    isForward = first == false
    bare = String(rest)
  }

  /// Of an answer to it.
  var answer: String { "Re: \(bare)" }
}
