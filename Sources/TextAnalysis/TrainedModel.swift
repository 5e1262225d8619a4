/// What a training run yields: the model to ship and the figures that speak for it.
public struct TrainedModel: Sendable {
  public let model: LinearModel
  public let figures: [QualityFigure]

  /// The figures as text.
  public var report: String {
    figures.map(\.description).joined(separator: "\n\n")
  }
}
