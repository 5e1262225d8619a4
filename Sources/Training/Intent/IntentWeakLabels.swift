import TextAnalysis

/// Intents derived from labels that mean something else. Weak by nature: they train, and never
/// count in a figure.
enum IntentWeakLabels {
  /// A post to an airline: its sentiment and its form decide.
  static func airline(_ text: NormalizedText, sentiment: String?) -> IntentClass {
    let cues = IntentCues(text)
    switch sentiment {
    case "negative": return .complaint
    case "positive": return cues.isInterrogative && !cues.isThanks ? .question : .praise
    default: return unlabelled(text)
    }
  }

  /// A message to a brand that is known to be no complaint.
  static func unlabelled(_ text: NormalizedText) -> IntentClass {
    let cues = IntentCues(text)
    if cues.isInterrogative { return .question }
    if cues.isThanks { return .praise }
    if cues.isRequest { return .question }
    return cues.isFirstPerson ? .experience : .other
  }

  /// A sentence of a product review, rated from −4 to 4; nil between the clear cases.
  static func review(rating: Double) -> IntentClass? {
    switch rating {
    case ...(-1.5): .complaint
    case -0.4...0.4: .experience
    case 2.2...: .praise
    default: nil
    }
  }
}
