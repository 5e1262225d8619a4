import Engine
import Foundation
import Testing

/// What a notification does not show of a customer's words.
@Suite struct MaskingTests {
  @Test(arguments: [
    ("my card 4111 1111 1111 1111 was charged", "my card [card …1111] was charged"),
    ("4111111111111111", "[card …1111]"),
    ("call me: +49 170 1234567 now", "call me: [phone …67] now"),
    ("(555) 123-4567", "[phone …67]"),
    ("write to ana.b+x@mail.example.org, please", "write to [e-mail], please"),
    ("order #4711 is late", "order [order …711] is late"),
    ("NW-48213?", "[order …213]?"),
    ("where is A302-7281915?", "where is [order …915]?"),
  ])
  func whatNamesSomebodyIsMasked(_ text: String, _ masked: String) {
    #expect(Masking().masked(text) == masked)
  }

  @Test(arguments: [
    "2 hrs on hold since 10:30", "it cost $1500 in 2026", "due 2026-11-27 or 27.11.2026",
    "@ana@example.social asked", "room 101", "größer als 3,50 €", "", "no digits at all",
    "the 1st and 2nd of 30", "v1.2.3",
  ])
  func whatNamesNobodyStays(_ text: String) {
    #expect(Masking().masked(text) == text)
  }

  @Test func aKindThatIsNotMaskedStays() {
    #expect(Masking([.card]).masked("order #4711 4111111111111111") == "order #4711 [card …1111]")
    #expect(Masking([]).masked("4111111111111111") == "4111111111111111")
  }

  /// One pass: a hostile text takes no longer than its length.
  @Test func aLongTextIsMaskedInOnePass() {
    let hostile = String(repeating: "1-", count: 200_000) + String(repeating: "a@", count: 100_000)
    #expect(!Masking().masked(hostile).isEmpty)
  }
}
