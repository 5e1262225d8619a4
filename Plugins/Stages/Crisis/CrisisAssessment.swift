import PluginKit
import TextAnalysis

/// How severe a text is, by category: the model and the shipped phrases as one, and the operator's
/// phrases, of which each alone is enough.
struct CrisisAssessment: Sendable {
  /// Nothing written by a stranger is certain.
  private static let ceiling = 0.99

  let severity: Double
  /// In the order of `CrisisCategory.allCases`, each 0...1.
  let values: [Double]
  /// The customer's words, those of the worst category first.
  let evidence: [String]

  init(_ reading: SeverityReading, own: [Double], evidence: [String] = []) {
    func joined(_ first: Double, _ second: Double) -> Double {
      min(1 - (1 - first) * (1 - second), Self.ceiling)
    }
    values = zip(reading.kinds, own).map(joined)
    severity = joined(reading.severity, own.max() ?? 0)
    self.evidence = evidence
  }

  func with(evidence: [String]) -> CrisisAssessment {
    CrisisAssessment(severity: severity, values: values, evidence: evidence)
  }

  private init(severity: Double, values: [Double], evidence: [String]) {
    (self.severity, self.values, self.evidence) = (severity, values, evidence)
  }

  subscript(category: CrisisCategory) -> Double { values[category.index] }

  var worst: CrisisCategory { worst(of: CrisisCategory.allCases, atLeast: 0) ?? .safety }

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
}
