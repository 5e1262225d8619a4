import Foundation

/// Finds the language of a text: by its script where that belongs to one language, else by naive
/// Bayes over runs of letters and whole words, one table a script. Safe to share.
public struct LanguageModel: Sendable, Equatable {
  /// What a text is written in, and how likely that is.
  public struct Guess: Sendable, Hashable {
    /// ISO 639-1; "und" if the text has no letters.
    public let code: String
    /// 0...1; matches how often such guesses are right on held-out texts.
    public let confidence: Double
  }

  /// Not to be determined (BCP 47).
  public static let undetermined = "und"

  /// Below this a guess is worse than none.
  public static let leastConfidence = 0.5

  /// Languages in which several times more customers write than in their relatives (Catalan,
  /// Afrikaans, Zulu): where the letters leave it open, they are likelier.
  private static let common: Set<String> = [
    "ar", "de", "en", "es", "fr", "hi", "it", "nl", "pl", "pt", "ru", "sv", "tr",
  ]
  private static let commonOdds = 3.0

  /// The languages of one script.
  package struct Table: Sendable, Equatable {
    package let script: Int
    package let codes: [String]
    /// Bucket after bucket, in each one weight a language: how much likelier a run of letters is in
    /// it than on average, in units of `scale`.
    package let weights: [Int8]
    package let scale: Float

    package init(script: Int, codes: [String], weights: [Int8], scale: Float) {
      self.script = script
      self.codes = codes
      self.weights = weights
      self.scale = scale
    }
  }

  package let tables: [Table]
  /// Buckets a table, as a power of two.
  package let bits: Int
  /// The longest run of letters.
  package let longestRun: Int
  /// Divides the scores, which grow with the square root of the text's length.
  package let temperature: Float
  /// What it was trained on and how good it was, as JSON.
  public let card: String

  package init(
    tables: [Table], bits: Int, longestRun: Int, temperature: Float, card: String
  ) {
    self.tables = tables
    self.bits = bits
    self.longestRun = longestRun
    self.temperature = temperature
    self.card = card
  }

  /// All languages that it can name.
  public var codes: [String] {
    (tables.flatMap(\.codes) + Script.allCases.compactMap(\.language)).sorted()
  }

  public func guess(_ text: String) -> Guess {
    let words = LetterWords(text)
    let letters = words.letters.count
    guard letters > 0, let script = Self.leading(words.counts) else {
      return Guess(code: Self.undetermined, confidence: 0)
    }
    let share = Double(words.counts[script.rawValue]) / Double(letters)
    if let language = script.language {
      return Guess(code: language, confidence: script == .kana ? 1 : share)
    }
    guard let table = tables.first(where: { $0.script == script.rawValue }) else {
      return Guess(code: Self.undetermined, confidence: 0)
    }
    let scores = scores(of: words, by: table)
    let chances = LinearModel.softmax(
      zip(scores, table.codes).map { score, code in
        Double(score / temperature) + (Self.common.contains(code) ? log(Self.commonOdds) : 0)
      })
    let best = chances.indices.max { chances[$0] < chances[$1] } ?? 0
    return Guess(code: table.codes[best], confidence: chances[best] * share)
  }

  /// One a language of the table, before the temperature.
  package func scores(of words: LetterWords, by table: Table) -> [Float] {
    let count = table.codes.count
    let shift = UInt64(64 - bits)
    let script = Script.allCases[table.script]
    var sums = [Int32](repeating: 0, count: count)
    let runs = sums.withUnsafeMutableBufferPointer { sums in
      table.weights.withUnsafeBufferPointer { weights in
        words.grams(of: script, upTo: longestRun) { hash in
          let base = Int(truncatingIfNeeded: hash >> shift) * count
          for index in 0..<count { sums[index] &+= Int32(weights[base + index]) }
        }
      }
    }
    let factor = table.scale * LinearModel.factor(runs)
    return sums.map { Float($0) * factor }
  }

  /// The script of most letters; Japanese is known by its own letters among the Chinese ones.
  private static func leading(_ counts: [Int]) -> Script? {
    let best = counts.indices.max { counts[$0] < counts[$1] } ?? 0
    guard counts[best] > 0 else { return nil }
    let script = Script.allCases[best]
    return script == .han && counts[Script.kana.rawValue] > 0 ? .kana : script
  }
}
