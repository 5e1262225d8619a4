/// The line above a quote: `On 1 May 2026, at 10:11, Ana <ana@brand.test> wrote:`, in the languages
/// of the common mail programs, also when it was broken into two or three lines.
struct Attribution {
  private static let maxLines = 3
  private static let maxBytes = 500

  /// How "wrote" is said, in lower case.
  private static let verbs = [
    "wrote", "schrieb", "a écrit", "escribió", "ha scritto", "schreef", "napisał", "escreveu",
    "skrev", "kirjoitti", "napsal", "писал", "пишет", "pisze", "yazdı", "ezt írta", "a scris",
    "έγραψε", "書きました", "写道", "寫道", "님이 작성", "đã viết", "menulis", "כתב", "كتب",
  ]
  /// How the line begins, in lower case; it may also begin with a number.
  private static let openers = [
    "on ", "am ", "le ", "el ", "il ", "op ", "em ", "den ", "på ", "w dniu ", "dnia ", "dne ",
    "il giorno ", "a(z) ", "în ", "στις ", "vào ", "pada ", "v ",
  ]

  /// Behind its last line.
  let end: Int
  /// Quoted lines follow, perhaps after empty ones.
  let isFollowedByQuote: Bool
  /// It names a time or an address, and begins as such lines do: nobody writes so by hand.
  let isCertain: Bool

  /// Nil: none begins there.
  init?(_ lines: [String], at start: Int) {
    var text = ""
    for index in start..<min(start + Self.maxLines, lines.count) {
      if lines[index].isBlank || OwnWords.isQuoted(lines[index]) { return nil }
      text += (text.isEmpty ? "" : " ") + lines[index].trimmingSpaces().trimmingEnd()
      if text.utf8.count > Self.maxBytes { return nil }
      guard text.last == ":" || text.last == "：" else { continue }
      let lower = text.lowercased()
      let isDated = lower.contains("@") || lower.contains(where: \.isNumber)
      guard isDated, Self.verbs.contains(where: lower.contains) else { return nil }
      let begins = Self.openers.contains(where: lower.hasPrefix) || lower.first?.isNumber == true
      // What stands before it may be the writer's own words.
      let isWhole =
        index == start || begins && lines[start].contains(where: \.isNumber)
        || Attribution(lines, at: start + 1) == nil
      guard isWhole else { return nil }
      end = index + 1
      isFollowedByQuote = lines[end...].first { !$0.isBlank }.map(OwnWords.isQuoted) ?? false
      isCertain = lower.contains("@") || begins && Self.namesTime(lower)
      return
    }
    return nil
  }

  /// A digit, a colon and two digits.
  private static func namesTime(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    func isDigit(_ index: Int) -> Bool { (0x30...0x39).contains(bytes[index]) }
    return bytes.indices.dropFirst().dropLast(2).contains { index in
      bytes[index] == UInt8(ascii: ":") && isDigit(index - 1) && isDigit(index + 1)
        && isDigit(index + 2)
    }
  }
}
