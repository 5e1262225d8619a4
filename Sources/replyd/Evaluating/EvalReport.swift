import PluginKit
import TextAnalysis

/// The result of `eval` as text and as JSON.
struct EvalReport {
  let stage: String
  let data: String
  let result: EvalResult
  let worst: Int

  /// More classes make no table that anybody reads.
  private static let tableLimit = 12
  private static let steps = 20

  private var evaluation: Evaluation { result.evaluation }

  var text: String {
    var lines = ["\(stage) on \(data)"]
    if evaluation.classes.count <= Self.tableLimit {
      lines.append(evaluation.description)
    } else {
      lines.append(
        "\(evaluation.count) texts, \(evaluation.classes.count) classes: accuracy "
          + "\(figure(evaluation.accuracy)), calibration error "
          + figure(evaluation.calibrationError))
      lines += confusions.prefix(15).map { "  \($0.count) × \($0.truth) taken for \($0.said)" }
    }
    if result.silent > 0 { lines.append("\(result.silent) texts without a finding") }
    lines += groupLines
    if evaluation.classes.count <= Self.tableLimit {
      lines += ["", "Claimed only from a probability on:"]
      lines += evaluation.classes.indices.map(curveLine)
    }
    lines += mistakeLines
    return lines.joined(separator: "\n")
  }

  private var groupLines: [String] {
    guard result.groups.count > 1 else { return [] }
    return [""]
      + result.groups.map { name, part in
        "  \(Terminal.safe(name, limit: 30)): \(part.count) texts, macro-F1 "
          + "\(figure(part.macroF1)), accuracy \(figure(part.accuracy)), calibration error "
          + figure(part.calibrationError)
      }
  }

  private func curveLine(_ index: Int) -> String {
    let points = evaluation.thresholdCurve(of: index, steps: Self.steps)
    let shown = [0.5, 0.7, 0.9].compactMap { threshold in
      points.first { abs($0.threshold - threshold) < 1e-9 }
    }
    let parts = shown.map {
      "\(figure($0.threshold)) precision \(figure($0.precision)) recall \(figure($0.recall))"
    }
    return "  \(evaluation.classes[index]): \(parts.joined(separator: " · "))"
  }

  private var mistakeLines: [String] {
    let shown = result.mistakes.prefix(worst)
    guard !shown.isEmpty else { return [] }
    return ["", "Surest mistakes:"]
      + shown.map { mistake in
        "  \(mistake.row.truth) taken for \(mistake.said) (\(figure(mistake.confidence))): "
          + Terminal.safe(mistake.row.message.text, limit: 100)
      }
  }

  private var confusions: [(truth: String, said: String, count: Int)] {
    let classes = evaluation.classes
    return classes.indices.flatMap { truth in
      classes.indices.compactMap { said in
        let count = evaluation.confusion[truth][said]
        return truth == said || count == 0 ? nil : (classes[truth], classes[said], count)
      }
    }.sorted { ($1.count, $0.truth, $0.said) < ($0.count, $1.truth, $1.said) }
  }

  private func figure(_ value: Double) -> String { Evaluation.figure(value) }
}

extension EvalReport {
  var json: JSONValue {
    let classes = evaluation.classes.enumerated().map { index, name in
      JSONValue.Member(
        name,
        [
          "precision": .rounded(evaluation.precision(of: index)),
          "recall": .rounded(evaluation.recall(of: index)),
          "f1": .rounded(evaluation.f1(of: index)), "curve": .array(curve(index)),
        ])
    }
    let mistakes = result.mistakes.prefix(worst).map { mistake -> JSONValue in
      [
        "id": .string(mistake.row.message.id.remote), "text": .string(mistake.row.message.text),
        "truth": .string(mistake.row.truth), "said": .string(mistake.said),
        "confidence": .rounded(mistake.confidence),
      ]
    }
    var members: [JSONValue.Member] = [
      .init("stage", .string(stage)), .init("data", .string(data)),
    ]
    members += figures(evaluation)
    members += [
      .init("silent", .number(Double(result.silent))),
      .init("confusion", confusion), .init("classes", .object(classes)),
      .init(
        "groups",
        .object(result.groups.map { .init($0.name, .object(figures($0.evaluation))) })),
      .init("worst", .array(mistakes)),
    ]
    return .object(members)
  }

  private func figures(_ part: Evaluation) -> [JSONValue.Member] {
    [
      .init("texts", .number(Double(part.count))), .init("accuracy", .rounded(part.accuracy)),
      .init("macroF1", .rounded(part.macroF1)), .init("macroRecall", .rounded(part.macroRecall)),
      .init("brier", .rounded(part.brierScore)),
      .init("calibrationError", .rounded(part.calibrationError)),
    ]
  }

  private func curve(_ index: Int) -> [JSONValue] {
    evaluation.thresholdCurve(of: index, steps: Self.steps).map { point in
      [
        "threshold": .rounded(point.threshold), "precision": .rounded(point.precision),
        "recall": .rounded(point.recall), "coverage": .rounded(point.coverage),
      ]
    }
  }

  /// By truth, then by what was said; zeros left out.
  private var confusion: JSONValue {
    let classes = evaluation.classes
    return .object(
      classes.indices.map { truth in
        let said = classes.indices.filter { evaluation.confusion[truth][$0] > 0 }
        return .init(
          classes[truth],
          .object(
            said.map { .init(classes[$0], .number(Double(evaluation.confusion[truth][$0]))) }))
      })
  }
}
