import Models
import PluginKit
import StageKit
import TextAnalysis

/// The trained model together with the phrases.
struct CrisisModel: Sendable {
  /// Below this nobody asks for the words.
  private static let evidenceAbove = 0.2
  private static let evidenceLimit = 5
  private static let evidenceLength = 80
  private static let spanLimit = 3

  private let model: LabelModel
  private let detector: CrisisDetector

  /// - Parameter extra: the operator's own phrases.
  init(extra: [(CrisisCategory, String)]) throws {
    model = try LabelModel(
      named: "crisis", heads: [("crisis", ["none"] + CrisisCategory.allCases.map(\.rawValue))],
      embedded: UnsafeRawBufferPointer(
        start: replyd_crisis_model(), count: replyd_crisis_model_size()))
    detector = try CrisisDetector(extra: extra)
  }

  func assess(_ text: MessageText, of message: Message) -> CrisisAssessment {
    let phrases = detector.read(text.normalized)
    let reading = SeverityReading(
      scores: model.scores(for: text), phrases: phrases.shipped.values,
      floors: phrases.shipped.floors)
    let assessment = CrisisAssessment(reading, own: phrases.own.values)
    guard assessment.severity >= Self.evidenceAbove else { return assessment }
    let pieces = phrases.own.pieces + phrases.shipped.pieces
    return assessment.with(
      evidence: evidence(pieces, worst: assessment.worst, in: text, of: message))
  }

  /// The phrases of the worst category, then what moved the model towards it, then other phrases.
  private func evidence(
    _ pieces: [CrisisPhraseEvidence.Piece], worst: CrisisCategory, in text: MessageText,
    of message: Message
  ) -> [String] {
    let spans = model.spans(for: worst.index + 1, in: text, limit: Self.spanLimit)
    let runs =
      pieces.filter { $0.category == worst }.map(\.tokens) + spans
      + pieces.filter { $0.category != worst }.map(\.tokens)
    var shown: [Range<Int>] = []
    for run in runs where shown.count < Self.evidenceLimit {
      if !shown.contains(where: { $0.overlaps(run) }) { shown.append(run) }
    }
    return text.normalized.quotes(shown, from: message.text)
      .map { String($0.prefix(Self.evidenceLength)) }
  }
}
