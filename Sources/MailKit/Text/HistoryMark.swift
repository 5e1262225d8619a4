/// Where history begins that is not marked line by line: separators such as `-----Original
/// Message-----`, and the header that Outlook repeats above what it quotes.
struct HistoryMark {
  /// Between dashes, in lower case.
  private static let titles = [
    "original message", "original appointment", "ursprüngliche nachricht", "originalnachricht",
    "message d'origine", "message d’origine", "message original", "mensaje original",
    "messaggio originale", "oorspronkelijk bericht", "wiadomość oryginalna",
    "oryginalna wiadomość", "mensagem original", "originalmeddelande", "ursprungligt meddelande",
    "oprindelig meddelelse", "opprinnelig melding", "alkuperäinen viesti", "původní zpráva",
    "исходное сообщение", "orijinal ileti", "原始邮件", "元のメッセージ", "forwarded message",
    "weitergeleitete nachricht", "message transféré", "mensaje reenviado", "messaggio inoltrato",
    "doorgestuurd bericht", "przekazana wiadomość", "wiadomość przekazana",
    "mensagem encaminhada", "vidarebefordrat meddelande", "videresendt meddelelse",
    "пересылаемое сообщение",
  ]
  /// Apple's, which stand alone on their line.
  private static let openings: Set<String> = [
    "begin forwarded message:", "anfang der weitergeleiteten nachricht:",
    "début du message réexpédié :", "début du message transféré :",
    "inicio del mensaje reenviado:", "inizio messaggio inoltrato:",
    "begin doorgestuurd bericht:", "początek przekazywanej wiadomości:",
    "início da mensagem reencaminhada:", "vidarebefordrat brev:", "start på videresendt besked:",
  ]
  /// The labels of a repeated header, by what they name.
  private static let names: [String: Label] = {
    let words: [(Label, String)] = [
      (
        .from,
        "from von de da van od från fra lähettäjä от kimden feladó expéditeur 发件人 寄件者 差出人"
      ),
      (
        .date,
        "sent date gesendet datum envoyé enviado enviada fecha data inviato verzonden wysłano "
          + "skickat sendt lähetetty odesláno отправлено дата gönderildi tarih küldve "
          + "发送时间 寄件日期 送信日時 日期"
      ),
      (.to, "to an à a para al aan do till til vastaanottaja komu кому kime 收件人 收件者 宛先 címzett"),
      (
        .subject,
        "subject betreff objet asunto oggetto onderwerp temat assunto ämne emne aihe předmět тема "
          + "konu 主题 主旨 件名 tárgy"
      ),
    ]
    var labels: [String: Label] = [:]
    for (label, all) in words {
      for word in all.split(separator: " ") { labels[String(word)] = label }
    }
    return labels
  }()

  private enum Label { case from, date, to, subject }

  private static let maxBytes = 200
  private static let headerLines = 7

  private let lines: [String]
  /// Of each line.
  private let labels: [Label?]

  init(_ lines: [String]) {
    self.lines = lines
    labels = lines.map(Self.label(of:))
  }

  func stands(at index: Int) -> Bool {
    let line = lines[index].trimmingSpaces().trimmingEnd()
    guard !line.isEmpty else { return false }
    if Self.isRule(line) {
      let next = lines[(index + 1)...].prefix(3).firstIndex { !$0.isBlank }
      return next.map(isHeader) ?? false
    }
    if isHeader(at: index) { return true }
    guard line.utf8.count <= Self.maxBytes else { return false }
    let lower = line.lowercased()
    return Self.isTitle(lower) || Self.openings.contains(lower)
  }

  /// `________________________________`, and what HTML's line becomes.
  private static func isRule(_ line: String) -> Bool {
    guard line.utf8.count >= 10, let first = line.first, first == "_" || first == "-" else {
      return false
    }
    return line.allSatisfy { $0 == first }
  }

  private static func isTitle(_ line: String) -> Bool {
    guard line.hasPrefix("--") || line.hasPrefix("——") else { return false }
    let title = line.drop { $0 == "-" || $0 == "—" || $0 == " " }
    return titles.contains(where: title.hasPrefix)
  }

  /// A line that names the sender, and soon the subject and a date or a receiver. Without a subject
  /// it may be a journey.
  private func isHeader(at index: Int) -> Bool {
    guard labels[index] == .from else { return false }
    let others = Set(labels[(index + 1)...].prefix(Self.headerLines).compactMap { $0 })
    return others.contains(.subject) && (others.contains(.date) || others.contains(.to))
  }

  /// Of a line like `Von: Ana` or `*Von:* Ana`.
  private static func label(of line: String) -> Label? {
    guard line.utf8.prefix(60).contains(where: { $0 == 0x3A || $0 == 0xEF }) else { return nil }
    let plain = line.prefix(60).filter { $0 != "*" }
    guard let colon = plain.firstIndex(where: { $0 == ":" || $0 == "：" }) else { return nil }
    let word = plain[..<colon].filter { !$0.isWhitespace }
    return names[word.lowercased()]
  }
}
