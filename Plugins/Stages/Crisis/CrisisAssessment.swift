import PluginKit
import TextAnalysis

/// How severe a text is, by category.
struct CrisisAssessment: Sendable {
  /// Nothing written by a stranger is certain.
  private static let ceiling = 0.97
  private static let evidenceLimit = 5
  private static let evidenceLength = 80

  /// In the order of `CrisisCategory.allCases`, each 0...1.
  let values: [Double]
  /// The customer's words in normalised form, strongest first.
  let evidence: [String]

  static let calm = CrisisAssessment(
    values: [Double](repeating: 0, count: CrisisCategory.allCases.count), evidence: [])

  private init(values: [Double], evidence: [String]) {
    self.values = values
    self.evidence = evidence
  }

  /// Independent pieces of evidence add up like chances: 1 − Π(1 − w). Pieces that share words or
  /// come from the same phrase count once, the strongest.
  init(_ found: [CrisisScene.Evidence], in text: NormalizedText) {
    var doubts = [Double](repeating: 1, count: CrisisCategory.allCases.count)
    var taken = [UInt16](repeating: 0, count: text.tokens.count)
    var sources: Set<Int> = []
    var words: [String] = []
    for piece in found.sorted(by: { $0.weight > $1.weight }) {
      let bit = UInt16(1) << UInt16(piece.category.index)
      guard sources.insert(piece.source).inserted,
        piece.tokens.allSatisfy({ taken[$0] & bit == 0 })
      else { continue }
      for index in piece.tokens { taken[index] |= bit }
      doubts[piece.category.index] *= 1 - piece.weight
      if words.count < Self.evidenceLimit { words.append(Self.words(piece.tokens, in: text)) }
    }
    values = doubts.map { min(1 - $0, Self.ceiling) }
    evidence = words
  }

  var severity: Double { values.max() ?? 0 }

  subscript(category: CrisisCategory) -> Double { values[category.index] }

  /// The worst of these categories at or above `limit`.
  func worst(of categories: [CrisisCategory], atLeast limit: Double) -> CrisisCategory? {
    let reached = categories.filter { self[$0] >= limit && self[$0] > 0 }
    return reached.max { (self[$0], $1.index) < (self[$1], $0.index) }
  }

  var finding: Finding {
    let members = CrisisCategory.allCases.map {
      JSONValue.Member($0.rawValue, .rounded(self[$0]))
    }
    let value: JSONValue = ["severity": .rounded(severity), "categories": .object(members)]
    return Finding(name: "crisis", value: value, confidence: nil, evidence: evidence)
  }

  private static func words(_ tokens: ClosedRange<Int>, in text: NormalizedText) -> String {
    let start = text.tokens[tokens.lowerBound].range.lowerBound
    let end = text.tokens[tokens.upperBound].range.upperBound
    return String(String(decoding: text.bytes[start..<end], as: UTF8.self).prefix(evidenceLength))
  }
}
