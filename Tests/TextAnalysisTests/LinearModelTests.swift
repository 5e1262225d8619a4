import Foundation
import Testing

@testable import TextAnalysis

@Suite struct LinearModelTests {
  /// "good" speaks for good, "bad" for bad.
  static func model() -> LinearModel {
    let bits = 12
    var weights = [Int8](repeating: 0, count: 2 << bits)
    for (word, column) in [("good", 1), ("bad", 0), ("thank you", 1)] {
      for bucket in HashedFeatures(of: NormalizedText(word), bits: bits).current {
        weights[Int(bucket) * 2 + column] = 40
      }
    }
    return LinearModel(
      heads: [.init(name: "mood", classes: ["bad", "good"], temperature: 1.5)], bits: bits,
      card: "{}", biases: [0.1, 0], scales: [0.02, 0.02], weights: weights)
  }

  @Test(arguments: ["", "thank you", "zzz", "!!!"])
  func probabilitiesSumToOne(text: String) {
    let sum = Self.model().probabilities(for: NormalizedText(text)).reduce(0, +)
    #expect(abs(sum - 1) < 1e-9)
  }

  @Test func aFileHoldsTheWholeModel() throws {
    let model = Self.model()
    #expect(try LinearModel(data: Data(model.serialized())) == model)
  }

  @Test func scoresAreAsTheFormulaSays() {
    var weights = [Int8](repeating: 0, count: 2 << 8)
    let features = HashedFeatures(of: NormalizedText("abc"), bits: 8)
    for bucket in features.current { weights[Int(bucket) * 2 + 1] = 10 }
    let model = LinearModel(
      heads: [.init(name: "", classes: ["a", "b"])], bits: 8, biases: [0.5, 0],
      scales: [1, 0.01], weights: weights)
    let characters = Float(features.count - 1)
    let scores = model.scores(for: features.current, wordCount: 1)
    #expect(scores[0] == 0.5)
    #expect(abs(scores[1] - 0.01 * (10 + 10 * characters / characters.squareRoot())) < 1e-5)
  }

  private static let damages: [(String, @Sendable ([UInt8]) -> [UInt8])] = [
    ("empty", { _ in [] }), ("no magic", { [0] + $0.dropFirst() }),
    ("cut", { Array($0.dropLast()) }), ("longer", { $0 + [0] }),
    ("only a header", { Array($0.prefix(20)) }),
    (
      "other version",
      {
        var file = $0
        file[8] = 9
        return file
      }
    ),
    (
      "too many bits",
      {
        var file = $0
        file[10] = 60
        return file
      }
    ),
    (
      "no heads",
      {
        var file = $0
        file[11] = 0
        return file
      }
    ),
    (
      "other recipe",
      {
        var file = $0
        file[12] ^= 0xFF
        return file
      }
    ),
    (
      "a flipped weight",
      {
        var file = $0
        file[file.count - 1] ^= 1
        return file
      }
    ),
  ]

  @Test(arguments: damages.indices)
  func aDamagedFileIsRefused(index: Int) {
    let file = Self.damages[index].1(Self.model().serialized())
    #expect(throws: ModelError.self, "\(Self.damages[index].0)") {
      try LinearModel(fileBytes: file)
    }
  }

  @Test func aFlippedByteIsRefused() {
    let file = Self.model().serialized()
    for position in 16..<200 {
      var damaged = file
      damaged[position] ^= 0x41
      #expect(throws: ModelError.self) { try LinearModel(fileBytes: damaged) }
    }
  }

  @Test func fewerBucketsReadTheSameFeatures() {
    let model = Self.model()
    let text = NormalizedText("not bad, thank you")
    let wide = HashedFeatures(of: text, bits: 16)
    #expect(model.probabilities(for: wide)[1] > 0.5)
    #expect(model.probabilities(for: text)[1] > 0.5)
  }

  @Test func evidenceIsTheWordsThatMovedIt() {
    let model = Self.model()
    let text = NormalizedText("@shop it was a good day, a bad evening")
    let features = HashedFeatures(of: text, bits: model.bits)
    func words(_ index: Int) -> [String] {
      model.evidence(for: index, in: text, features, limit: 1).map { span in
        text.tokens[span.tokens].map(text.string(of:)).joined(separator: " ")
      }
    }
    #expect(words(1) == ["good"])
    #expect(words(0) == ["bad"])
    #expect(model.evidence(for: 0, in: NormalizedText(""), features, limit: 3).isEmpty)
  }
}
