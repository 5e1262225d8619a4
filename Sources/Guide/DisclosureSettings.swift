public import PluginKit

/// The line that says a machine writes.
public struct DisclosureSettings: Settings, Hashable {
  /// The brand's own words by language; the shipped ones for all others.
  public var text = LanguageTexts()

  public init(text: LanguageTexts = LanguageTexts()) { self.text = text }

  public init(_ f: inout Fields) {
    let text = f.textMap(
      "text", form: .notBlank,
      help: "by language, e.g. {\"en\": \"– Automated reply\"}; others use shipped texts, and "
        + "\"disclose\": false uses none")
    self.text = LanguageTexts(text)
  }

  /// The brand's text, else the shipped one, else the shipped English one: never none.
  func line(in language: String) -> String {
    text[language] ?? Self.shipped[language] ?? Self.shippedEnglish
  }

  private static let shippedEnglish = "– Automated reply"

  private static let shipped = LanguageTexts([
    ("en", shippedEnglish), ("de", "– Automatische Antwort"), ("fr", "– Réponse automatique"),
    ("es", "– Respuesta automática"), ("it", "– Risposta automatica"),
    ("pt", "– Resposta automática"), ("nl", "– Automatisch antwoord"),
    ("da", "– Automatisk svar"), ("nb", "– Automatisk svar"), ("no", "– Automatisk svar"),
    ("sv", "– Automatiskt svar"), ("fi", "– Automaattinen vastaus"),
    ("pl", "– Odpowiedź automatyczna"), ("cs", "– Automatická odpověď"),
    ("tr", "– Otomatik yanıt"), ("uk", "– Автоматична відповідь"), ("ja", "– 自動返信"),
    ("zh", "– 自动回复"),
  ])
}
