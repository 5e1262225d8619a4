import Foundation

/// What an answer quotes below its text: the author's own words, not the history they had.
struct Quote {
  private static let maxLines = 100

  /// The line above it, in the answer's language where we have it.
  let heading: String
  let lines: [String]

  /// Nil: there is nothing to quote.
  init?(_ mail: ParsedMail, language: String?) {
    guard !mail.isEncrypted, !mail.ownWords.isBlank, let from = mail.from else { return nil }
    let who = SafeText.line("\(from.name) <\(from.address)>", max: 300)
    let when = mail.date.map(MailDate.text) ?? ""
    let code = language.map { String($0.prefix { $0 != "-" }).lowercased() } ?? "en"
    switch code {
    case "de": heading = "Am \(when) schrieb \(who):"
    case "fr": heading = "Le \(when), \(who) a écrit :"
    case "es": heading = "El \(when), \(who) escribió:"
    case "it": heading = "Il \(when), \(who) ha scritto:"
    case "nl": heading = "Op \(when) schreef \(who):"
    case "pl": heading = "W dniu \(when) \(who) napisał(a):"
    case "pt": heading = "Em \(when), \(who) escreveu:"
    default: heading = "On \(when), \(who) wrote:"
    }
    let words = SafeText.lines(mail.ownWords)
    lines = words.count > Self.maxLines ? words.prefix(Self.maxLines) + ["…"] : words
  }
}
