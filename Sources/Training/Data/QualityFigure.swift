public import TextAnalysis

/// One measured quality beside what simple methods reach on the same split.
public struct QualityFigure: Sendable, CustomStringConvertible {
  public enum Measure: String, Sendable {
    case macroF1 = "macro-F1"
    case macroRecall = "macro-recall"
    case accuracy
  }

  public struct Floor: Sendable, Hashable {
    public let method: String
    public let value: Double
  }

  /// More classes make no table that anybody reads.
  private static let tableLimit = 8

  /// The task and the split.
  public let name: String
  public let measure: Measure
  /// One evaluation a group that was left out, with the group's name.
  public let groups: [(name: String, evaluation: Evaluation)]
  /// As the data's README states them; not measured here.
  public var floors: [Floor] = []

  /// The mean over the groups.
  public var value: Double {
    groups.reduce(0) { $0 + value(of: $1.evaluation) } / Double(max(groups.count, 1))
  }

  /// All groups' outcomes together.
  public var pooled: Evaluation {
    Evaluation(
      classes: groups.first?.evaluation.classes ?? [],
      outcomes: groups.flatMap(\.evaluation.outcomes))
  }

  public var description: String {
    let floors = floors.map { "\($0.method) \(Evaluation.figure($0.value))" }.joined(
      separator: ", ")
    var lines = ["\(name): \(measure.rawValue) \(Evaluation.figure(value))"]
    if !floors.isEmpty { lines[0] += " (floors: \(floors))" }
    if groups.count > 1 {
      lines += groups.map { name, evaluation in
        "  \(name): \(Evaluation.figure(value(of: evaluation))), "
          + "calibration error \(Evaluation.figure(evaluation.calibrationError))"
      }
    }
    if pooled.classes.count <= Self.tableLimit { lines.append(pooled.description) }
    return lines.joined(separator: "\n")
  }

  func value(of evaluation: Evaluation) -> Double {
    switch measure {
    case .macroF1: evaluation.macroF1
    case .macroRecall: evaluation.macroRecall
    case .accuracy: evaluation.accuracy
    }
  }
}
