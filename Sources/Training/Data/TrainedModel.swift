public import TextAnalysis

/// What a training run yields: the model file to ship and the figures that speak for it.
public struct TrainedModel: Sendable {
  public let bytes: [UInt8]
  public let card: ModelCard

  /// The figures as text.
  public var report: String {
    card.figures.map(\.description).joined(separator: "\n\n")
  }
}

/// What a model was trained on, and how good it is on what it did not see. It travels in the
/// model's file; without a date, so that the same data give the same bytes.
public struct ModelCard: Sendable {
  public struct Source: Sendable, Hashable {
    public let name: String
    public let rows: Int
  }

  public let model: String
  public let seed: UInt64
  public let sources: [Source]
  public let figures: [QualityFigure]

  /// JSON on one line.
  public var json: String {
    let sources = sources.map { "{\"name\":\(quoted($0.name)),\"rows\":\($0.rows)}" }
    let head = "{\"model\":\(quoted(model)),\"seed\":\(seed),\"data\":["
    return head + sources.joined(separator: ",") + "],\"figures\":["
      + figures.map(figure).joined(separator: ",") + "]}"
  }

  private func figure(_ figure: QualityFigure) -> String {
    let groups = figure.groups.map { name, evaluation in
      "\(quoted(name)):{\"texts\":\(evaluation.count),"
        + "\"value\":\(Evaluation.figure(figure.value(of: evaluation))),"
        + "\"calibrationError\":\(Evaluation.figure(evaluation.calibrationError))}"
    }
    return "{\"name\":\(quoted(figure.name)),\"measure\":\(quoted(figure.measure.rawValue)),"
      + "\"value\":\(Evaluation.figure(figure.value)),"
      + "\"groups\":{\(groups.joined(separator: ","))}}"
  }

  /// Names are ours and the data folder's; quotes and backslashes are all that could hurt.
  private func quoted(_ text: String) -> String {
    let safe = text.unicodeScalars.filter { $0.value >= 0x20 }
    let escaped = String(String.UnicodeScalarView(safe))
      .split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
      .split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
    return "\"\(escaped)\""
  }
}
