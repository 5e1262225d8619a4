import MailKit
import Testing

/// What the customer wrote now.
@Suite struct OwnWordsTests {
  private func words(_ body: String, subject: String = "Re: Order") -> String {
    ParsedMail("From: zoe@customer.test\nSubject: \(subject)\n\n\(body)".utf8).text
  }

  @Test(arguments: [
    "On Thu, 1 Jan 2026 at 10:11, Help <help@brand.test> wrote:",
    "On Thu, Jan 1, 2026 at 10:11 AM Brand Help\n<help@brand.test> wrote:",
    "On 1 Jan 2026, at 10:11, Help wrote:",
    "Am 01.01.2026 um 10:11 schrieb Help <help@brand.test>:",
    "Am Do., 1. Jan. 2026 um 10:11 Uhr schrieb Brand Help <\nhelp@brand.test>:",
    "Le jeu. 1 janv. 2026 à 10:11, Help <help@brand.test> a\nécrit :",
    "El jue, 1 ene 2026 a las 10:11, Help (<help@brand.test>)\nescribió:",
    "Il giorno gio 1 gen 2026 alle ore 10:11 Help <help@brand.test>\nha scritto:",
    "Op do 1 jan. 2026 om 10:11 schreef Help <help@brand.test>:",
    "czw., 1 sty 2026 o 10:11 Help <help@brand.test> napisał(a):",
    "W dniu 1.01.2026 o 10:11, Help pisze:",
    "Em qui., 1 de jan. de 2026 às 10:11, Help <help@brand.test>\nescreveu:",
    "Den tors 1 jan. 2026 kl 10:11 skrev Help <help@brand.test>:",
    "чт, 1 янв. 2026 г. в 10:11, Help <help@brand.test> писал(а):",
    "1 Oca 2026 Per 10:11 tarihinde Help <help@brand.test> şunu yazdı:",
    "2026年1月1日(木) 10:11 Help <help@brand.test> さんが書きました：",
    "2026年1月1日 10:11，Help <help@brand.test> 写道：",
    "-----Original Message-----", "-----Ursprüngliche Nachricht-----\nVon: Help",
    "----- Mensaje original -----", "-------- Message original --------",
    "________________________________\nFrom: Help <help@brand.test>\nSent: Thursday, 1 January\nTo: Zoe\nSubject: Order",
    "Von: Help <help@brand.test>\nGesendet: Donnerstag, 1. Januar 2026 10:11\nAn: Zoe\nBetreff: Order",
    "*De :* Help\n*Envoyé :* jeudi 1 janvier 2026\n*À :* Zoe\n*Objet :* Order",
    "Od: Help\nWysłano: czwartek\nDo: Zoe\nTemat: Order",
    "Da: Help\nInviato: giovedì\nA: Zoe\nOggetto: Order",
    "差出人: Help\n送信日時: 2026年1月1日\n宛先: Zoe\n件名: Order",
  ])
  func historyGoes(heading: String) {
    #expect(words("Still not here.\n\n\(heading)\n\nWe sent it.\nRegards") == "Still not here.")
    #expect(words("Still not here.\n\(heading)\n> We sent it.\n>\n>> older") == "Still not here.")
  }

  @Test func answersBetweenQuotesStay() {
    let body = """
      Hi,
      On Thu, 1 Jan 2026 at 10:11, Help <help@brand.test> wrote:
      > Which colour?
      Blue.
      > > older
      > Which size?

      42, please.
      """
    #expect(words(body) == "Hi,\nBlue.\n\n42, please.")
  }

  @Test(arguments: [
    "My husband wrote: it is broken.\nWhat now?",
    "On 3 May I wrote:\nnothing came of it.",
    "From: Berlin\nI want to know more.", "I travel\nFrom: Berlin\nTo: Bonn\nDate: 5 May\nas said.",
    "The label says\n--\nfragile\n--\n" + String(repeating: "and more\n", count: 20) + "end",
    "I bought these:\n- a tent\n- a stove", "5 > 3, or is it?",
    "Sent from the shop in Berlin, and not arrived.", "> only quoted",
  ])
  func whatThePersonWroteStays(body: String) {
    let expected = body.hasPrefix(">") ? "only quoted" : body
    #expect(words(body) == expected)
  }

  @Test(arguments: [
    "-- \nZoe Winter\n+49 30 123", "--\nZoe", "Sent from my iPhone", "Von meinem iPhone gesendet",
    "Envoyé de mon iPhone", "Enviado desde mi iPhone", "Inviato da iPhone", "Get Outlook for iOS",
    "Verstuurd vanaf mijn iPhone", "Wysłane z iPhone'a", "Enviado do meu iPhone",
    "Gesendet von Mail für Windows", "Télécharger Outlook pour Android",
    "Sent from my iPhone\n-- \nZoe",
  ])
  func signaturesGo(signature: String) {
    #expect(words("Still not here.\n\n\(signature)") == "Still not here.")
    #expect(
      words("Still not here.\n\n\(signature)\n\nOn 1 Jan 2026 at 10:11 Help wrote:\n> We sent it")
        == "Still not here.")
    #expect(words(signature) != "", "never all of it")
  }

  @Test(arguments: [
    "---------- Forwarded message ---------\nFrom: Ann <ann@x.test>\nDate: Thu, 1 Jan 2026\nSubject: Order\nTo: Zoe\n\nIt is broken.",
    "Begin forwarded message:\n\nFrom: Ann\n\nIt is broken.",
    "Anfang der weitergeleiteten Nachricht:\n\nIt is broken.",
  ])
  func whoOnlyForwardsMeansTheForwardedText(body: String) {
    #expect(words(body, subject: "Fwd: Order").hasSuffix("It is broken."))
    #expect(words("Help!\n\n" + body, subject: "Fwd: Order") == "Fwd: Order\n\nHelp!")
  }

  @Test(arguments: [
    ("Where is my parcel?", "Thanks", "Where is my parcel?\n\nThanks"), ("", "Thanks", "Thanks"),
    ("Re: Parcel", "Thanks", "Thanks"), ("AW: Parcel", "Thanks", "Thanks"),
    ("SV: Parcel", "Thanks", "Thanks"), ("RV: Parcel", "Thanks", "Thanks"),
    ("Re[2]: Parcel", "Thanks", "Thanks"), ("回复：Parcel", "Thanks", "Thanks"),
    ("Parcel", "", "Parcel"), ("Parcel", "Parcel is late", "Parcel is late"),
    ("Reserve: a tent", "Thanks", "Reserve: a tent\n\nThanks"),
  ])
  func aNewSubjectBelongsToTheText(subject: String, body: String, expected: String) {
    #expect(words(body, subject: subject) == expected)
  }
}
