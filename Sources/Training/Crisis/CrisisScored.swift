import TextAnalysis

/// A row and what a model that did not learn from it says.
struct CrisisScored {
  let row: CrisisRow
  let scores: [Double]
  /// The row's weight in a population with the stated share of severe messages.
  var weight = 0.0

  init(_ row: CrisisRow, scores: [Double]) {
    (self.row, self.scores) = (row, scores)
  }

  init(_ row: CrisisRow, by model: LinearModel, _ features: inout HashedFeatures) {
    self.row = row
    features.update(with: row.text)
    scores = model.scores(for: features).map(Double.init)
  }

  func reading(_ calibration: CrisisCalibration) -> SeverityReading {
    SeverityReading(
      scores: calibration.applied(to: scores).map { Float($0) }, phrases: row.phrases,
      floors: row.floors)
  }
}

/// What makes the scores' log-odds those of a population.
struct CrisisCalibration: Equatable {
  /// Divides the scores.
  var temperature = 1.0
  /// Added to the log-odds.
  var shift = 0.0

  func applied(to scores: [Double]) -> [Double] {
    scores.enumerated().map { index, score in
      score / temperature - (index == 0 ? shift : 0)
    }
  }

  func applied(to model: LinearModel) -> LinearModel {
    let biases = applied(to: model.biases.map(Double.init)).map { Float($0) }
    return LinearModel(
      heads: model.heads, bits: model.bits, card: model.card, biases: biases,
      scales: model.scales.map { $0 / Float(temperature) }, weights: model.weights)
  }
}
