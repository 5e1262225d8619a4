import Foundation
import IntentStagePlugin
import LanguageStagePlugin
import PluginKit
import PluginTesting
import SentimentStagePlugin
import TestSupport
import Testing

/// Texts made of what breaks readers of text. A sample in `make test`; `make torture` reads many.
@Suite(.timeLimit(.minutes(30))) struct TextFuzzTests {
  private static let count =
    ProcessInfo.processInfo.environment["REPLYD_TORTURE"] == "full" ? 100_000 : 1_500

  private static let pieces = [
    "thanks for nothing", "never", "n't", "isn\u{2019}t", "soooooo", "LATE", "#LateAgainAndAGAIN",
    "@", "@a@b.c", "https://", "http://x.example/\u{202E}", "&amp;", "&#x1F600;", "&#xFFFFFFF;",
    "&", "\\u2019", "\\ud800", "\\u", "\u{0}", "\u{1B}[31m", "\u{200B}", "\u{202E}", "\u{2066}",
    "\u{301}\u{301}\u{301}", "👨‍👩‍👧‍👦", "🏽", "🇳", "ß", "İ", "ﷺ", "漢字かな", "मेरा", "أين", "Где",
    ":-(", "<3", "!?!?", "\u{FEFF}", "\r\n", "\t", "'", "''", "=", "<", ">", "\u{E0041}",
    "\u{1D5DE}", "ＦＵＬＬ", "0", "12:30", "a.b", "-",
  ]

  private static func text(_ numbers: inout some RandomNumberGenerator) -> String {
    let length = Int.random(in: 0...60, using: &numbers)
    let isLong = Int.random(in: 0..<200, using: &numbers) == 0
    let separators = ["", " ", "", "\u{A0}"]
    let text = (0..<length).map { _ in
      let piece =
        Int.random(in: 0..<5, using: &numbers) == 0
        ? scalar(&numbers) : pieces.randomElement(using: &numbers) ?? ""
      return piece + (separators.randomElement(using: &numbers) ?? "")
    }.joined()
    return isLong ? String(repeating: text, count: 64 * 1024 / max(text.utf8.count, 1)) : text
  }

  private static func scalar(_ numbers: inout some RandomNumberGenerator) -> String {
    Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &numbers)).map { String($0) } ?? "\u{FFFD}"
  }

  @Test func everyTextGetsValidFindings() async throws {
    let stages = [
      try languageStage.make(settings: "{}"),
      try sentimentStage.make(settings: "{\"names\": [\"Late\", \"Killer Bees\"]}"),
      try intentStage.make(settings: "{}"),
    ]
    var numbers = SplitMix(state: 7)
    for number in 0..<Self.count {
      let text = Self.text(&numbers)
      let message = Message.make(text)
      let context = StageContext.make()
      for stage in stages {
        let finding = try #require(
          try await stage.evaluate(message, in: context).findings.first, "text \(number)")
        #expect((0...1).contains(finding.confidence ?? -1), "text \(number)")
        if case .object(let members)? = finding.value["probabilities"] {
          let sum = members.reduce(0) { $0 + ($1.value.number ?? .nan) }
          #expect(abs(sum - 1) < 0.01, "text \(number)")
        }
        for words in finding.evidence {
          #expect(!words.isEmpty && text.utf8.count >= words.utf8.count, "text \(number)")
          #expect(contains(text, words), "text \(number)")
        }
      }
    }
  }

  /// Byte for byte: evidence may begin or end within what Swift calls a character.
  private func contains(_ text: String, _ words: String) -> Bool {
    Data(text.utf8).range(of: Data(words.utf8)) != nil
  }
}

/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
