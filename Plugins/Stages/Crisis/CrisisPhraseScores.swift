public import TextAnalysis

/// What the shipped phrases prove of a text, for training and measuring.
public struct CrisisPhraseScores: Sendable {
  public static let categories = CrisisCategory.allCases.map(\.rawValue)

  private let detector: CrisisDetector

  public init() throws(PhraseError) {
    detector = try CrisisDetector(extra: [])
  }

  /// What they prove, and what each category is at least because of them; one a category, 0...1.
  public func values(of text: NormalizedText) -> (proven: [Double], floors: [Double]) {
    let shipped = detector.read(text).shipped
    return (shipped.values, shipped.floors)
  }
}
