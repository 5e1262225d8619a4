/// The ids of RFC 5322, 3.6.4, as they stand in `Message-ID`, `In-Reply-To` and `References`.
public enum MessageIDs {
  /// A longer one is no id: it would have to be stored and repeated in every answer.
  public static let maxBytes = 500

  /// Those of a field in their order, without brackets, each once.
  static func read(_ field: String) -> [String] {
    var ids: [String] = []
    var seen: Set<String> = []
    func add(_ text: some StringProtocol) {
      let id = String(text.filter { !$0.isWhitespace })
      guard isID(id), seen.insert(id).inserted else { return }
      ids.append(id)
    }
    // Most have brackets; a field without any may be one bare id.
    guard field.contains("<") else {
      for word in field.split(whereSeparator: { $0 == " " || $0 == "," }) where word.contains("@") {
        add(word)
      }
      return ids
    }
    for piece in field.split(separator: "<").drop(while: { !$0.contains(">") }) {
      if let end = piece.firstIndex(of: ">") { add(piece[..<end]) }
    }
    return ids
  }

  /// Printable ASCII without brackets or spaces, and not absurdly long.
  public static func isID(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= maxBytes
      && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x3C && $0 != 0x3E }
  }

  /// Of a conversation's ids, what an answer repeats: the first, which names the conversation, and
  /// the last ones (RFC 1036, 2.2.5, advises so).
  static func bounded(_ references: [String], max: Int = 12) -> [String] {
    guard references.count > max, let first = references.first else { return references }
    return [first] + references.suffix(max - 1)
  }
}
