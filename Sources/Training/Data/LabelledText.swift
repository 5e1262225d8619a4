import TextAnalysis


/// A text that training reads, already normalised, with its classes and the group it belongs to.
struct LabelledText: Sendable {
  var text: NormalizedText
  /// One a head; nil where nobody labelled it.
  var labels: [Int?]
  var weight: Float = 1
  /// The brand or domain that is left out as a whole; empty if the text has none.
  var group = ""

  /// About one in twenty, chosen by the text and the seed alone: kept from training to stop it and
  /// to calibrate.
  func isHeldOut(seed: UInt64) -> Bool {
    place(seed: seed, salt: 1) < 0.05
  }

  /// Where in 0..<1 the text falls; another salt, another place.
  func place(seed: UInt64, salt: UInt64) -> Double {
    StablePlace.of(text.bytes, seed: seed, salt: salt)
  }
}

extension [LabelledText] {
  func set(heads: [LinearModel.Head], bits: Int, seed: UInt64) -> TrainingSet {
    var set = TrainingSet(heads: heads, bits: bits)
    for text in self {
      set.add(
        text.text, labels: text.labels, weight: text.weight,
        isHeldOut: text.isHeldOut(seed: seed))
    }
    return set
  }

  /// A share of the rows, for a learning curve.
  func part(_ share: Double, seed: UInt64) -> [LabelledText] {
    share >= 1 ? self : filter { $0.place(seed: seed, salt: 2) < share }
  }

  /// How a model's head does on the rows that have a label for it.
  func evaluation(of model: LinearModel, head: Int = 0) -> Evaluation {
    var features = HashedFeatures(bits: model.bits)
    return Evaluation(
      classes: model.heads[head].classes,
      outcomes: compactMap { text in
        guard let truth = text.labels[head] else { return nil }
        features.update(with: text.text)
        return Outcome(
          truth: truth, probabilities: model.probabilities(of: head, for: features))
      })
  }
}
