import Foundation
import Models
import TextAnalysis
import Testing

@Suite struct LanguageModelTests {
  private static let loaded = Result {
    try LanguageModel(
      bytes: UnsafeRawBufferPointer(
        start: replyd_language_model(), count: replyd_language_model_size()))
  }

  @Test(arguments: [
    ("en", "Where is my parcel? It was promised for yesterday."),
    ("de", "Wo bleibt mein Paket? Es sollte schon gestern ankommen."),
    ("fr", "Où est mon colis ? Il devait arriver hier."),
    ("es", "¿Cuándo llega mi pedido? Nadie contesta a mis correos."),
    ("pt", "Onde está a minha encomenda? Não chegou até agora."),
    ("ca", "On és el meu paquet? Havia d'arribar ahir."),
    ("it", "Dove si trova il mio pacco? Doveva arrivare ieri."),
    ("da", "Hvor er min pakke? Jeg har ventet i to uger, og den er ikke kommet."),
    ("nb", "Jeg har ikke fått varen min ennå, og ingen svarer på telefonen."),
    ("sv", "Var är mitt paket? Jag har väntat i två veckor."),
    ("cs", "Kde je můj balík? Čekám už dva týdny."),
    ("sk", "Kde je môj balík? Čakám už dva týždne."),
    ("ru", "Где моя посылка? Я жду уже две недели."),
    ("uk", "Де моя посилка? Я чекаю вже два тижні."),
    ("ja", "荷物はどこですか？"), ("zh", "我的包裹在哪里？"), ("ko", "제 소포는 어디에 있나요?"),
    ("el", "Πού είναι το δέμα μου;"), ("hi", "मेरा पार्सल कहाँ है? मैं दो सप्ताह से इंतज़ार कर रहा हूँ।"),
    ("ar", "أين طردي؟ أنتظر منذ أسبوعين."), ("fa", "بسته من کجاست؟ دو هفته است که منتظرم."),
  ])
  func plainSentencesAreRead(code: String, text: String) throws {
    let guess = try Self.loaded.get().guess("@shop \(text) https://t.example/abc")
    #expect(guess.code == code)
    #expect(guess.confidence > 0.5)
  }

  @Test(arguments: ["", "12345", "!!! 👏👏", "@brand https://x.example/where-is-my-order"])
  func withoutLettersNothingIsSaid(text: String) throws {
    let guess = try Self.loaded.get().guess(text)
    #expect(guess.code == LanguageModel.undetermined && guess.confidence == 0)
  }

  @Test func itKnowsAtLeastThirty() throws {
    let codes = try Self.loaded.get().codes
    #expect(codes.count >= 30 && Set(codes).count == codes.count)
    for code in ["da", "nb", "sv", "es", "pt", "ca", "cs", "sk", "id", "ms"] {
      #expect(codes.contains(code))
    }
  }

  @Test func aFileHoldsTheWholeModel() throws {
    let model = try Self.loaded.get()
    let bytes = model.serialized()
    #expect(try LanguageModel(fileBytes: bytes) == model)
    #expect(throws: ModelError.self) { try LanguageModel(fileBytes: bytes.dropLast()) }
    #expect(throws: ModelError.self) { try LanguageModel(fileBytes: bytes + [0]) }
    for position in [0, 8, 10, 11, 12, 17, 30, bytes.count - 1] {
      var damaged = bytes
      damaged[position] ^= 0x41
      #expect(throws: ModelError.self) { try LanguageModel(fileBytes: damaged) }
    }
  }

  @Test(arguments: [
    String(repeating: "\u{301}", count: 32 * 1024), String(repeating: "😀", count: 10_000),
    String(repeating: "\u{202E}a", count: 20_000), String(repeating: "a", count: 70_000),
    String(repeating: "@a ", count: 20_000), String(repeating: "漢a", count: 20_000),
  ])
  func hostileTextIsRead(text: String) throws {
    let guess = try Self.loaded.get().guess(text)
    #expect((0...1).contains(guess.confidence))
  }
}
