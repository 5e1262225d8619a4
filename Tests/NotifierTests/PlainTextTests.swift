import Foundation
import NotifierKit
import Testing

@Suite struct PlainTextTests {
  @Test(arguments: [
    ("a\nb", "a b"), (" a \r\n\t b ", "a b"), ("a\u{2028}b\u{85}c", "a b c"),
    ("\u{202E}evil\u{202C}", "evil"), ("a\u{200B}b\u{FEFF}c\u{2060}", "abc"),
    ("a\u{0}\u{1B}[2J", "a[2J"), ("a\u{200D}b", "ab"), ("👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"), ("❤️", "❤️"),
    ("a\u{E0041}\u{34F}\u{3164}b", "ab"), ("é", "é"), ("\u{E000}", "\u{FFFD}"),
    ("a\u{FE0F}\u{FE0F}", "a"), ("", ""), ("\u{200F}שלום", "שלום"),
    ("a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", "a\u{301}\u{301}\u{301}\u{301}"),
  ])
  func aNameIsOneHonestLine(text: String, expected: String) {
    #expect(Array(PlainText.line(text).unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test(arguments: [
    ("a\r\nb", "a\nb"), ("a\n\n\n\nb\n\n", "a\n\nb"), ("\u{202E}x\u{2066}y", "xy"),
    ("می\u{200C}خواهم", "می\u{200C}خواهم"), ("a\u{2028}b", "a\nb"), ("\u{1B}[31m", "[31m"),
  ])
  func wordsKeepTheirLinesAndScripts(text: String, expected: String) {
    #expect(
      Array(PlainText.block(text, limit: 100).unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test(arguments: Hostile.texts)
  func nothingInvisibleIsLeft(text: String) {
    for shown in [PlainText.line(text), PlainText.block(text, limit: 4000)] {
      let left = shown.unicodeScalars.filter { scalar in
        scalar != "\n" && scalar != "\u{200D}" && scalar != "\u{FE0F}"
          && ([.control, .format, .lineSeparator, .paragraphSeparator].contains(
            scalar.properties.generalCategory) || scalar.properties.isDefaultIgnorableCodePoint)
      }
      #expect(left.isEmpty)
    }
    #expect(!PlainText.line(text).contains("\n"))
    #expect(PlainText.line(text).count <= 200)
  }

  @Test func aLineIsCutByWhatAReaderCounts() {
    #expect(PlainText.line("abcdef", limit: 4) == "abc…")
    #expect(PlainText.line("abcd", limit: 4) == "abcd")
    #expect(PlainText.line("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", limit: 2) == "👩‍👩‍👧‍👦…")
  }
}

@Suite struct TextMeasureTests {
  static let escape: @Sendable (Unicode.Scalar) -> String? = { $0 == "&" ? "&amp;" : nil }

  @Test(arguments: [
    (TextMeasure.characters, 7, "👩‍👩‍👧‍👦a&amp;"), (.characters, 6, "👩‍👩‍👧‍👦a…"), (.characters, 3, "👩‍👩‍👧‍👦a…"),
    (.utf16, 17, "👩‍👩‍👧‍👦a&amp;"), (.utf16, 16, "👩‍👩‍👧‍👦a…"), (.utf16, 11, "…"), (.utf16, 12, "👩‍👩‍👧‍👦…"),
    (.bytes, 31, "👩‍👩‍👧‍👦a&amp;"), (.bytes, 30, "👩‍👩‍👧‍👦a…"), (.bytes, 2, ""), (.scalars, 13, "👩‍👩‍👧‍👦a&amp;"),
    (.scalars, 8, "👩‍👩‍👧‍👦…"), (.characters, 0, ""),
  ])
  func neitherCharacterNorEscapeIsCutThrough(measure: TextMeasure, limit: Int, expected: String) {
    #expect("👩‍👩‍👧‍👦a&".cut(to: limit, in: measure, escape: Self.escape) == expected)
  }

  @Test(arguments: TextMeasure.allCases, Hostile.texts)
  func theLimitHolds(measure: TextMeasure, text: String) {
    for limit in [0, 1, 7, 100, 4096] {
      let cut = text.cut(to: limit, in: measure, escape: Self.escape)
      #expect(measure.length(of: cut) <= limit)
    }
  }

  @Test func aMarkOnASignDoesNotHideIt() {
    #expect("&\u{338}".cut(to: 99, in: .characters, escape: Self.escape) == "&amp;\u{338}")
  }
}
