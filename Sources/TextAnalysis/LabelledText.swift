/// A text that training reads, already normalised, with its class and the group it belongs to.
struct LabelledText: Sendable {
  let text: NormalizedText
  let label: Int
  var weight: Float = 1
  /// The brand or domain that is left out as a whole; empty if the text has none.
  var group = ""

  /// About one in twenty, chosen by the text alone: kept from training to stop it and to
  /// calibrate.
  var isHeldOut: Bool {
    var hash = FeatureHash.trait
    for byte in text.bytes { hash.add(byte) }
    return hash.mixed >> 32 % 20 == 0
  }

  /// A training set of these texts.
  static func set(_ texts: [LabelledText], classes: [String], bits: Int) -> TrainingSet {
    var set = TrainingSet(classes: classes, bits: bits)
    for text in texts {
      set.add(text.text, label: text.label, weight: text.weight, isHeldOut: text.isHeldOut)
    }
    return set
  }
}
