/// What programs and people put below every mail.
enum Signature {
  /// A longer end is no signature.
  private static let maxLines = 15
  private static let maxLine = 120

  /// How the last line begins that telephones add, in lower case.
  private static let phrases = [
    "sent from my ", "sent from mail for ", "sent from outlook", "sent from yahoo",
    "sent from samsung", "sent from proton", "sent with proton", "sent via blackberry",
    "sent from gmail", "sent from aol", "get outlook for ", "von meinem ", "gesendet von ",
    "gesendet mit ", "gesendet aus ", "diese nachricht wurde von meinem ",
    "holen sie sich outlook", "outlook für ", "envoyé de ", "envoyé depuis ", "envoyé à partir d",
    "télécharger outlook", "obtenir outlook", "enviado desde ", "enviado do ", "enviado de ",
    "enviado a partir ", "obtener outlook", "obter o outlook", "inviato da", "inviato dal ",
    "ottieni outlook", "scarica outlook", "verstuurd vanaf ", "verzonden vanaf ",
    "verzonden met ", "outlook voor ", "wysłane z ", "wysłano z ", "pobierz outlook",
    "skickat från ", "hämta outlook", "sendt fra ", "hent outlook", "lähetetty ", "odesláno z ",
    "отправлено с ", "отправлено из ", "iphone'umdan gönderildi", "iphoneから送信",
    "发自我的", "從我的", "나의 iphone에서 보냄",
  ]

  /// Nothing is removed if nothing were left.
  static func removed(from lines: [String]) -> [String] {
    var kept = withoutPhrases(lines)
    if let mark = mark(in: kept) { kept = withoutPhrases(Array(kept[..<mark])) }
    return kept.allSatisfy(\.isBlank) ? lines : kept
  }

  /// The line `-- ` (RFC 3676, 4.3), also without its space, which many programs lose.
  private static func mark(in lines: [String]) -> Int? {
    guard let mark = lines.lastIndex(where: { $0 == "-- " || $0 == "--" }) else { return nil }
    let rest = lines[(mark + 1)...].filter { !$0.isBlank }
    return rest.count <= maxLines ? mark : nil
  }

  private static func withoutPhrases(_ lines: [String]) -> [String] {
    var kept = lines
    while true {
      while kept.last?.isBlank == true { kept.removeLast() }
      guard let last = kept.last, isPhrase(last) else { return kept }
      kept.removeLast()
    }
  }

  private static func isPhrase(_ line: String) -> Bool {
    guard line.utf8.count <= maxLine else { return false }
    let text = line.trimmingSpaces().lowercased()
    let isEmphasised = text.hasPrefix("*") || text.hasPrefix("_")
    let plain = isEmphasised ? String(text.dropFirst()) : text
    return phrases.contains(where: plain.hasPrefix)
  }
}
