import Foundation
import TextAnalysis

/// How often each run of letters occurs in each language of one script.
struct LanguageCounts {
  private let languages: Int
  private let bits: Int
  private let longestRun: Int
  /// Bucket after bucket, one a language.
  private var counts: [Float]
  private var totals: [Float]

  init(languages: Int, bits: Int, longestRun: Int) {
    self.languages = languages
    self.bits = bits
    self.longestRun = longestRun
    counts = [Float](repeating: 0, count: languages << bits)
    totals = [Float](repeating: 0, count: languages)
  }

  /// A text counts with the root of its length: a sentence says more than a word, not a hundred
  /// times as much.
  mutating func add(_ words: LetterWords, of script: Script, language: Int) {
    let shift = UInt64(64 - bits)
    var buckets: [Int] = []
    let count = words.grams(of: script, upTo: longestRun) {
      buckets.append(Int(truncatingIfNeeded: $0 >> shift))
    }
    let weight: Float = 1
    for bucket in buckets { counts[bucket * languages + language] += weight }
    totals[language] += weight * Float(count)
  }

  /// Log chances less their mean over the languages, in one byte each.
  func table(script: Script, codes: [String], smoothing: Float) -> LanguageModel.Table {
    var chances = counts
    let logTotals = totals.map { log($0 + smoothing * Float(1 << bits)) }
    for bucket in 0..<1 << bits {
      let range = bucket * languages..<(bucket + 1) * languages
      for index in range {
        chances[index] = log(counts[index] + smoothing) - logTotals[index - range.lowerBound]
      }
      let mean = chances[range].reduce(0, +) / Float(languages)
      for index in range { chances[index] -= mean }
    }
    let scale = (chances.map { abs($0) }.max() ?? 1) / 127
    return LanguageModel.Table(
      script: script.rawValue, codes: codes,
      weights: chances.map { Int8(($0 / scale).rounded()) }, scale: scale)
  }
}
