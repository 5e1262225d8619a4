public import Foundation
public import PluginKit
public import TextAnalysis

/// Learns from its meaning alone whether a message to a brand complains, from the rows that people
/// labelled; the intent stage takes the mean of this and of its own model. Measured on domains that
/// neither has seen.
public enum ComplaintMeaningTraining {
  /// Strength of the penalty on the weights, and by how much vectors are scaled; chosen on the
  /// domains that are not left out.
  private static let (penalty, scale) = (10.0, 3.0)
  private static let rounds = 600
  private static let (binary, half) = (["other", "complaint"], 0.5)

  /// - Parameters: as of `IntentTraining.run`; the encoder's vectors are learnt.
  public static func run(
    dataDirectory: URL, labels: URL, encoder: any SentenceEncoder, seed: UInt64,
    log: (String) -> Void
  ) throws -> (bytes: [UInt8], report: String) {
    let data = try IntentData(dataDirectory: dataDirectory, labels: labels)
    let rows = try LabelledRow.read(dataDirectory.appending(path: "intent/complaints.jsonl"))
      .filter { $0.domain != IntentData.undirected }
    let isComplaint = rows.map { $0.label == "complaint" }
    let meanings = try encoder.vectors(
      of: rows.map { $0.normalized.sentences(in: $0.text) }, isKept: true)
    func learn(without domain: String?) -> MeaningModel {
      let kept = rows.indices.filter { rows[$0].domain != domain }
      let weights = weights(kept.map { meanings[$0].values }, kept.map { isComplaint[$0] })
      return MeaningModel(
        card: "{\"model\":\"complaint-meaning\",\"rows\":\(kept.count)}",
        encoder: encoder.identity, weights: weights)
    }
    var groups: [[(String, Evaluation)]] = [[], [], []]
    for domain in Set(data.directed.map(\.group)).sorted() {
      let words = IntentTraining.trained(of: data, without: domain, seed: seed, log: log)
      let meaning = learn(without: domain)
      let left = rows.indices.filter { rows[$0].domain == domain }
      let said = left.map { data.directed[$0] }.evaluation(of: words).outcomes
        .map { $0.probabilities[IntentClass.complaint.rawValue] }
      let meant = left.map { meaning.probability(of: meanings[$0].values) ?? half }
      for (place, chances) in [said, meant, zip(said, meant).map { ($0 + $1) / 2 }].enumerated() {
        let outcomes = zip(left, chances).map { row, chance in
          Outcome(truth: isComplaint[row] ? 1 : 0, probabilities: [1 - chance, chance])
        }
        groups[place].append(("without \(domain)", Evaluation(classes: binary, outcomes: outcomes)))
      }
    }
    let figures = zip(["by words", "by meaning", "the mean of both"], groups).map { name, groups in
      QualityFigure(
        name: "complaints, directed messages only, leaving one domain out, \(name)",
        measure: .macroF1, groups: groups, floors: [.init(method: "LR", value: 0.70)])
    }
    return (
      learn(without: nil).fileBytes, figures.map(\.description).joined(separator: "\n\n")
    )
  }

  /// Gradient descent with momentum on the penalised log loss, which is convex and well
  /// conditioned: all vectors have the same length.
  private static func weights(_ vectors: [[Float]], _ isRight: [Bool]) -> [Double] {
    let inputs = vectors.map { $0.map { Double($0) * scale } + [1] }
    let count = inputs.first?.count ?? 1
    var weights = [Double](repeating: 0, count: count)
    var speed = weights
    let rate = 1.2 / (Double(inputs.count) * (scale * scale + 1) / 4 + penalty)
    for _ in 0..<rounds {
      var gradient = weights.map { $0 * penalty }
      gradient[count - 1] = 0
      for (input, isRight) in zip(inputs, isRight) {
        let sum = zip(input, weights).reduce(0) { $0 + $1.0 * $1.1 }
        let error = 1 / (1 + exp(-sum)) - (isRight ? 1 : 0)
        for index in input.indices { gradient[index] += error * input[index] }
      }
      for index in weights.indices {
        speed[index] = 0.9 * speed[index] - rate * gradient[index]
        weights[index] += speed[index]
      }
    }
    return weights.dropLast().map { $0 * scale } + [weights[count - 1]]
  }
}
