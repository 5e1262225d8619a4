/// What replyd derives from the intent model's probabilities and a text's cues. Documented rules,
/// not trained: nothing public labels these two.
public struct IntentSignals: Sendable, Hashable {
  /// How likely the author waits for an answer, 0...1: P(complaint) + P(question) + 0.2 ·
  /// P(experience); at least 0.9 · (P(complaint) + P(question) + P(experience)) if the text asks
  /// for something.
  public let wantsReply: Double
  /// How grave the complaint is, 0...1: P(complaint) · (0.35 + 0.2 · signs), with at most three
  /// `IntentCues.graveSigns` counted, plus 0.05 · P(complaint) for a run of marks such as "!!".
  public let complaintSeverity: Double

  /// - Parameter probabilities: one a class, in the order of `IntentClass`.
  public init(probabilities: [Double], text: NormalizedText) {
    func probability(_ intent: IntentClass) -> Double {
      intent.rawValue < probabilities.count ? probabilities[intent.rawValue] : 0
    }
    let cues = IntentCues(text)
    let complaint = probability(.complaint)
    let base = complaint + probability(.question) + 0.2 * probability(.experience)
    let asks = cues.isInterrogative || cues.isRequest
    let asked = 0.9 * (complaint + probability(.question) + probability(.experience))
    wantsReply = min(max(base, asks ? asked : 0), 1)
    let exclaims = text.tokens.contains { $0.kind == .mark && $0.range.count > 1 }
    let gravity = 0.35 + 0.2 * Double(min(cues.graveSigns, 3)) + (exclaims ? 0.05 : 0)
    complaintSeverity = complaint * gravity
  }
}
