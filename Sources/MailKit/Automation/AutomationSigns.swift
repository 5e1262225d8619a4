/// Looks for the signs of machines in a mail's header.
struct AutomationSigns {
  /// Before `@`, without dots, dashes and underscores.
  private static let silentSenders = [
    "noreply", "donotreply", "nichtantworten", "bittenichtantworten", "neantworten",
    "nepasrepondre",
    "nonrispondere", "noresponder", "naoresponder", "keineantwort",
  ]
  private static let servers: Set<String> = [
    "mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon",
  ]
  /// Of absence notes, in lower case. People write such subjects too, so alone they mean nothing.
  private static let absences = [
    "out of office", "out of the office", "automatic reply", "auto reply", "auto-reply",
    "autoreply", "auto response", "autoresponse", "on vacation", "on leave", "away from",
    "abwesenheit", "automatische antwort", "nicht im büro", "bin im urlaub", "absence",
    "réponse automatique", "absent du bureau", "fuera de la oficina", "respuesta automática",
    "ausencia", "fuori sede", "fuori ufficio", "risposta automatica", "assenza", "afwezig",
    "automatisch antwoord", "niet aanwezig", "autosvar", "frånvaro", "ikke til stede",
    "automaattinen vastaus", "poissa", "nieobecn", "autoodpowiedź", "odpowiedź automatyczna",
    "automatická odpověď", "mimo kancelář", "fora do escritório", "resposta automática",
    "ausência", "автоответ", "нет на месте", "отпуск", "otomatik yanıt", "ofis dışında",
    "自动回复", "自動回覆", "不在", "自動応答", "자동 회신", "부재중",
  ]

  let mail: ParsedMail
  let account: MailAccount
  private var found = Automation()
  /// It asks for no answer, as machines do and some people's programs.
  private var asksForNone = false

  static func find(in mail: ParsedMail, for account: MailAccount) -> Automation {
    var signs = AutomationSigns(mail: mail, account: account)
    signs.lookAtFields()
    signs.lookAtSender()
    signs.lookAtAuthentication()
    // What only together means something comes last.
    signs.lookAtSubject()
    return signs.found
  }

  private init(mail: ParsedMail, account: MailAccount) {
    self.mail = mail
    self.account = account
  }

  private mutating func lookAtFields() {
    if let value = word("auto-submitted"), value != "no" {
      found.note(.machineWrote, "it says that a machine wrote it (Auto-Submitted: \(value))")
    }
    if mail.deliveryReport != nil {
      found.note(.machineWrote, "it reports on a delivery")
    } else if word("content-type") == "multipart/report" {
      found.note(.machineWrote, "it is a machine's report")
    }
    switch word("precedence") {
    case "auto_reply": found.note(.machineWrote, "it says that it is an automatic answer")
    case let value? where ["bulk", "junk", "list"].contains(value):
      asksForNone = true
      found.note(.peopleAnswer, "it was sent to many (Precedence: \(value))")
    default: break
    }
    for name in ["x-autoreply", "x-autorespond", "x-autoresponder"]
    where word(name).map({ $0 != "no" }) ?? false {
      found.note(.machineWrote, "it says that it is an automatic answer (\(name))")
    }
    if mail.fields.has("list-id") || mail.fields.has("list-post") {
      found.note(.peopleAnswer, "it came through a mailing list")
    } else if mail.fields.has("list-unsubscribe") {
      found.note(.peopleAnswer, "it was sent to many (List-Unsubscribe)")
    }
    let suppressed = mail.fields["x-auto-response-suppress"]?.lowercased() ?? ""
    if ["all", "autoreply", "oof"].contains(where: suppressed.contains) {
      asksForNone = true
      found.note(.peopleAnswer, "it asks for no automatic answers (X-Auto-Response-Suppress)")
    }
  }

  private func word(_ field: String) -> String? {
    mail.fields[field].map { value in
      SafeText.line(String(value.prefix { $0 != ";" && $0 != "(" }), max: 40).lowercased()
    }
  }

  private mutating func lookAtSender() {
    if mail.returnPath == "" { found.note(.machineWrote, "its sender takes no answers: <>") }
    guard let author = mail.from else {
      return found.note(.peopleAnswer, "it does not say who wrote it")
    }
    if account.owns(author) { found.note(.peopleAnswer, "it comes from an address of our own") }
    let local = author.localPart.lowercased()
    let letters = local.filter { $0 != "-" && $0 != "_" && $0 != "." }
    if Self.servers.contains(local) {
      found.note(.machineWrote, "a mail server wrote it (\(local))")
    } else if Self.silentSenders.contains(where: letters.hasPrefix) {
      found.note(.peopleAnswer, "its sender takes no answers (\(SafeText.line(local, max: 64)))")
    }
    if !(mail.to + mail.cc).contains(where: account.owns) {
      found.note(.peopleAnswer, "it is not addressed to us")
    }
  }

  private mutating func lookAtAuthentication() {
    guard let authenticator = account.authenticator else { return }
    let verdict = AuthenticationResults.dmarc(
      in: mail.fields.values("authentication-results"), by: authenticator)
    if verdict == "fail" {
      found.note(.peopleAnswer, "who wrote it could not be verified (DMARC)")
    }
  }

  /// An absence note without the marks it should have: it answers a mail of ours, or asks for no
  /// answer itself.
  private mutating func lookAtSubject() {
    let subject = mail.subject.lowercased()
    guard Self.absences.contains(where: subject.contains), !found.isMachine else { return }
    let answersOurs = mail.inReplyTo.map { OutgoingMail.isOurs($0, of: account) } ?? false
    if asksForNone || answersOurs { found.note(.machineWrote, "it is an absence note") }
  }
}
