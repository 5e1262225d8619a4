import Foundation
import PluginTesting
import Testing

@testable import Console

@Suite struct PiecesTests {
  private func hidden(_ text: String) -> [String] {
    Pieces(text).all.compactMap { if case .hidden(let name) = $0 { name } else { nil } }
  }

  @Test(arguments: [
    ("a\u{200B}b", "U+200B"), ("a\u{200F}", "U+200F"), ("\u{2060}", "U+2060"),
    ("\u{FEFF}", "U+FEFF"),
    ("a\u{AD}b", "U+00AD"), ("\u{E0041}", "U+E0041"), ("\u{202E}", "U+202E"), ("\u{0}", "U+0000"),
    ("a\u{200D}b", "U+200D"), ("a\u{200C}b", "U+200C"), ("a \u{FE0F}", "U+FE0F"),
    ("\u{3164}", "U+3164"),
  ])
  func whatCannotBeSeenIsNamed(_ text: String, _ name: String) {
    #expect(hidden(text) == [name])
  }

  @Test(arguments: [
    "👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "❤️", "می‌خواهم", "क्‍ष", "Zoë", "e\u{301}", "어디에", "ﷺ", "a\tb\nc",
    "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
  ])
  func whatWritingNeedsStays(_ text: String) {
    #expect(Pieces(text).all == [.plain(text)])
  }

  @Test func aFlagHidesNoText() {
    let tags = String(
      String.UnicodeScalarView(
        "hello world".unicodeScalars.compactMap {
          Unicode.Scalar(0xE0000 + $0.value)
        }))
    #expect(hidden("🏴" + tags).count == 11)
  }

  @Test func evidenceIsMarkedWhereverItStands() {
    let pieces = Pieces(
      "Smoke! I saw smoke and a lawyer.",
      evidence: [("crisis", "smoke"), ("crisis", "lawyer"), ("intent", "a lawyer")])
    #expect(
      pieces.all == [
        .marked("Smoke", why: "crisis"), .plain("! I saw "), .marked("smoke", why: "crisis"),
        .plain(" and "), .marked("a lawyer", why: "intent, crisis"), .plain("."),
      ])
  }

  @Test func longTextsAndManyMarksHaveALimit() {
    let text = String(repeating: "smoke ", count: 10_000)
    let pieces = Pieces(text, evidence: [("crisis", "smoke"), ("crisis", "")])
    let marks = pieces.all.count { if case .marked = $0 { true } else { false } }
    #expect(marks == Pieces.markLimit)
    #expect(
      pieces.all.last == .plain(String(text.dropFirst(6 * 60 - 1).prefix(20_000 - 359)) + "…"))
  }

  @Test func onlyWebAddressesAreLinks() {
    #expect(QueryText.link("https://x.example/a?b") == "https://x.example/a?b")
    for text in [
      "javascript:alert(1)", "//x", "https://x y", " https://x", "data:x", "", "https:x",
    ] {
      #expect(QueryText.link(text) == nil, "\(text)")
    }
  }

  @Test func deadlinesSayHowLong() {
    let frame = PageFixtures().calm
    func words(_ seconds: Double) -> [String] {
      let due = DueText(PageFixtures.now.addingTimeInterval(seconds), frame)
      return [due.relative, due.tone]
    }
    #expect(words(-34 * 60) == ["34 min late", "late"])
    #expect(words(-20) == ["late now", "late"])
    #expect(words(20) == ["in under 1 min", "soon"])
    #expect(words(12 * 60 + 30) == ["in 12 min", "soon"])
    #expect(words(3 * 3600 + 20 * 60) == ["in 3 h 20 min", "later"])
    #expect(words(50 * 3600) == ["in 2 d 2 h", "later"])
    #expect(words(-530 * 86_400 - 7200) == ["530 d late", "late"])
    #expect(DueText(nil, frame).relative == "no deadline")
  }
}
