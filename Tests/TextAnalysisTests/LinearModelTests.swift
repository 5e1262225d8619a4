import Foundation
import Testing

@testable import TextAnalysis

@Suite struct LinearModelTests {
  private static let rows: [(String, Int)] = [
    ("great service thank you", 1), ("love it, great", 1), ("best shop, thank you", 1),
    ("awful service", 0), ("worst shop, awful", 0), ("broken again, worst", 0),
    ("love this", 1), ("hate this", 0),
  ]

  private static func trained(seed: UInt64) -> LinearModel {
    var set = TrainingSet(classes: ["bad", "good"], bits: 12)
    for (number, row) in (0..<10).flatMap({ _ in rows }).enumerated() {
      set.add(NormalizedText(row.0), label: row.1, isHeldOut: number % 9 == 0)
    }
    var options = LinearModelTrainer.Options()
    options.seed = seed
    return LinearModelTrainer(options: options).train(set)
  }

  @Test func theSameSeedGivesTheSameBytes() {
    #expect(Self.trained(seed: 3).serialized() == Self.trained(seed: 3).serialized())
    #expect(Self.trained(seed: 3).serialized() != Self.trained(seed: 4).serialized())
  }

  @Test func aTrainedModelKnowsItsRows() {
    let model = Self.trained(seed: 1)
    for (text, label) in Self.rows {
      #expect(model.probabilities(for: NormalizedText(text))[label] > 0.5)
    }
  }

  @Test(arguments: ["", "thank you", "zzz", "!!!"])
  func probabilitiesSumToOne(text: String) {
    let sum = Self.trained(seed: 1).probabilities(for: NormalizedText(text)).reduce(0, +)
    #expect(abs(sum - 1) < 1e-9)
  }

  @Test func aFileHoldsTheWholeModel() throws {
    let model = Self.trained(seed: 1)
    #expect(try LinearModel(data: Data(model.serialized())) == model)
  }

  @Test func scoresAreAsTheFormulaSays() {
    var weights = [Int8](repeating: 0, count: 2 << 8)
    let features = HashedFeatures(of: NormalizedText("abc"), bits: 8)
    for bucket in features.current { weights[Int(bucket) * 2 + 1] = 10 }
    let model = LinearModel(
      classes: ["a", "b"], bits: 8, temperature: 1, biases: [0.5, 0], scales: [1, 0.01],
      weights: weights)
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
      "no classes",
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
      "temperature NaN",
      {
        var file = $0
        file[19] = 0xFF
        file[18] = 0xFF
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
    (
      "a long name",
      {
        var file = $0
        file[36] = 255
        return file
      }
    ),
  ]

  @Test(arguments: damages.indices)
  func aDamagedFileIsRefused(index: Int) {
    let file = Self.damages[index].1(Self.trained(seed: 1).serialized())
    #expect(throws: ModelError.self, "\(Self.damages[index].0)") {
      try LinearModel(fileBytes: file)
    }
  }

  @Test func aFlippedByteIsRefused() {
    let file = Self.trained(seed: 1).serialized()
    for position in 28..<200 {
      var damaged = file
      damaged[position] ^= 0x41
      #expect(throws: ModelError.self) { try LinearModel(fileBytes: damaged) }
    }
  }
}
