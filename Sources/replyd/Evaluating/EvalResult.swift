import Engine
import PluginKit
import TextAnalysis

/// What a stage said of each labelled message.
struct EvalResult {
  struct Mistake {
    let row: EvalRow
    let said: String
    let confidence: Double
  }

  let evaluation: TextAnalysis.Evaluation
  let groups: [(name: String, evaluation: TextAnalysis.Evaluation)]
  /// The surest first.
  let mistakes: [Mistake]
  /// Messages of which the stage said nothing.
  let silent: Int

  /// - Parameter findings: one a row; nil where the stage was silent.
  init(_ rows: [EvalRow], findings: [Finding?]) {
    let truths = Set(rows.map(\.truth))
    let said = findings.map { $0.map(Self.chances) ?? [] }
    var classes = truths.union(said.flatMap { $0.map(\.label) })
    // Data that knows fewer kinds calls the rest "other".
    let merges = truths.contains("other") && !classes.isSubset(of: truths)
    if merges { classes = truths }
    let names = classes.sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let outcomes = zip(rows, said).map { row, said in
      var chances = [Double](repeating: 0, count: names.count)
      for part in said {
        if let number = numbers[part.label] ?? (merges ? numbers["other"] : nil) {
          chances[number] += part.chance
        }
      }
      return Outcome(truth: numbers[row.truth] ?? 0, probabilities: chances)
    }
    evaluation = TextAnalysis.Evaluation(classes: names, outcomes: outcomes)
    let byGroup = Dictionary(grouping: zip(rows, outcomes), by: \.0.group)
    groups = byGroup.filter { !$0.key.isEmpty }.sorted { $0.key < $1.key }.map { name, pairs in
      (name, TextAnalysis.Evaluation(classes: names, outcomes: pairs.map(\.1)))
    }
    mistakes = zip(rows, outcomes).filter { $1.predicted != $1.truth }
      .map { row, outcome in
        Mistake(
          row: row, said: names[outcome.predicted],
          confidence: outcome.probabilities[outcome.predicted])
      }
      .sorted { first, second in
        (second.confidence, first.row.message.id.remote)
          < (first.confidence, second.row.message.id.remote)
      }
    silent = findings.count { $0 == nil }
  }

  /// A finding's classes with their chances; one with a code and a confidence has one class.
  private static func chances(_ finding: Finding) -> [(label: String, chance: Double)] {
    if case .object(let members)? = finding.value["probabilities"] {
      return members.compactMap { member in member.value.number.map { (member.key, $0) } }
    }
    guard let label = finding.value["label"]?.string ?? finding.value["code"]?.string else {
      return []
    }
    return [(label, max(finding.confidence ?? 1, 1e-6))]
  }
}
