import Foundation
import TextAnalysis

/// The crisis model's figures, each beside those of the phrases alone.
struct CrisisReport {
  struct Line {
    let row: CrisisRow
    let reading: SeverityReading

    init(_ row: CrisisRow, _ reading: SeverityReading) {
      (self.row, self.reading) = (row, reading)
    }

    /// What the phrases alone make of it.
    var phrases: Double { row.phrases.max() ?? 0 }
  }

  /// The stage's default `handoffAbove` and `severityAbove`.
  private static let limits = [0.5, 0.7]

  let categories: [String]
  /// Read by models that did not learn from them.
  let crossed: [Line]
  let unread: [Line]
  /// With the rows' weights in the stated population.
  let populations: [(reading: SeverityReading, scored: CrisisScored)]

  var text: String {
    ([
      "severe messages found, whole files left out: at 0.5, at 0.7, by the phrases alone",
      recall("all", written.filter(\.row.isSevere)),
    ] + CrisisData.written.map { name in
      recall(name, written.filter { $0.row.source == name && $0.row.isSevere })
    } + [recall("languages", crossed.filter { $0.row.source == "languages" && $0.row.isSevere })]
      + ["by the gravest category; of those found, named as it"] + categories.indices.map(category)
      + ["what only sounds severe, taken for it"]
      + [recall("written", written.filter { !$0.row.isSevere })]
      + [recall("languages", crossed.filter { $0.row.source == "languages" && !$0.row.isSevere })]
      + alarms("false alarms, the half that was read, each row by a model without it", crossed)
      + operatingPoints
      + alarms("false alarms, the half that nobody read", unread)
      + [selfHarm] + reliability).joined(separator: "\n")
  }

  private var written: [Line] {
    crossed.filter { CrisisData.written.contains($0.row.source) }
  }
}

extension CrisisReport {
  private func recall(_ name: String, _ lines: [Line]) -> String {
    let counts = Self.limits.map { limit in lines.count { $0.reading.severity >= limit } }
      + [lines.count { $0.phrases >= Self.limits[0] }]
    let shares = counts.map { count in
      "\(count) (\(Evaluation.figure(Double(count) / Double(max(lines.count, 1)))))"
    }
    return "  \(name): \(lines.count) messages, \(shares.joined(separator: ", "))"
  }

  private func category(_ index: Int) -> String {
    let lines = written.filter { $0.row.kinds.first == index + 1 }
    let found = lines.filter { $0.reading.severity >= Self.limits[0] }
    let named = found.count { line in
      line.reading.kinds.indices.max { line.reading.kinds[$0] < line.reading.kinds[$1] } == index
    }
    return recall(categories[index], lines) + ", named \(named) of \(found.count)"
  }

  private func alarms(_ title: String, _ lines: [Line]) -> [String] {
    let sets = Dictionary(grouping: lines.filter { !$0.row.isSevere }, by: \.row.source)
      .filter { !CrisisData.written.contains($0.key) && $0.key != "languages" }
    let directed = CrisisData.directed.flatMap { sets[$0] ?? [] }
    return [title, perThousand("all to a brand", directed)]
      + sets.sorted { $0.key < $1.key }.map { perThousand($0.key, $0.value) }
  }

  /// What other thresholds would give, by the half that was read alone.
  private var operatingPoints: [String] {
    let severities = crossed.filter {
      CrisisData.directed.contains($0.row.source) && !$0.row.isSevere
    }.map(\.reading.severity).sorted(by: >)
    return ["other thresholds, by the same half: false alarms in 1,000 messages to a brand"]
      + [0.5, 1, 2, 5].compactMap { rate in
        let allowed = Int(Double(severities.count) * rate / 1000)
        guard allowed < severities.count else { return nil }
        let limit = severities[allowed].nextUp
        let parts = [true, false].map { isSevere in
          let lines = written.filter { $0.row.isSevere == isSevere }
          let share = Double(lines.count { $0.reading.severity >= limit }) / Double(lines.count)
          return Evaluation.figure(share)
        }
        return "  \(rate): threshold \(Evaluation.figure(limit)), severe found \(parts[0]), "
          + "only sounding so \(parts[1])"
      }
  }

  private func perThousand(_ name: String, _ lines: [Line]) -> String {
    let counts = Self.limits.map { limit in lines.count { $0.reading.severity >= limit } }
      + [lines.count { $0.phrases >= Self.limits[0] }]
    let rates = counts.map { count in
      let rate = 1000 * Double(count) / Double(max(lines.count, 1))
      return "\(count) (\(String(format: "%.2f", rate))/1,000)"
    }
    return "  \(name): \(lines.count) messages, \(rates.joined(separator: ", "))"
  }

  private var selfHarm: String {
    let lines = unread.filter { $0.row.source == "self-harm" }
    guard let index = categories.firstIndex(of: "selfHarm") else { return "" }
    let model = Self.area(lines.map { ($0.reading.kinds[index], $0.row.isSevere) })
    let phrases = Self.area(lines.map { ($0.row.phrases[index], $0.row.isSevere) })
    return "self-harm, \(lines.count) messages of the half that did not train: AUC "
      + "\(Evaluation.figure(model)) (phrases alone \(Evaluation.figure(phrases)))"
  }

  /// Area under the ROC curve; equal values count half.
  static func area(_ rows: [(value: Double, isTrue: Bool)]) -> Double {
    let sorted = rows.sorted { $0.value < $1.value }
    let positives = rows.count { $0.isTrue }
    var (start, sum) = (0, 0.0)
    while start < sorted.count {
      let end = sorted[start...].firstIndex { $0.value > sorted[start].value } ?? sorted.count
      let rank = Double(start + end + 1) / 2
      sum += rank * Double(sorted[start..<end].count { $0.isTrue })
      start = end
    }
    let pairs = Double(positives) * Double(rows.count - positives)
    return pairs == 0 ? 0 : (sum - Double(positives * (positives + 1)) / 2) / pairs
  }

  private var reliability: [String] {
    let edges = [0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 1.000001]
    return [
      "reliability, of the read half and the written files as a population of which "
        + "\(Self.percent(CrisisCalibrating.severeShare)) are severe and "
        + "\(Self.percent(CrisisCalibrating.soundingShare)) sound so: said, true, messages"
    ] + zip(edges, edges.dropFirst()).map { low, high in
      let bin = populations.filter { (low..<high).contains($0.reading.severity) }
      let weight = bin.reduce(0) { $0 + $1.scored.weight }
      let said = bin.reduce(0) { $0 + $1.scored.weight * $1.reading.severity }
      let truly = bin.reduce(0) { $0 + ($1.scored.row.isSevere ? $1.scored.weight : 0) }
      return "  \(Evaluation.figure(low))–\(Evaluation.figure(min(high, 1))): "
        + "\(Evaluation.figure(said / max(weight, 1e-9))), "
        + "\(Evaluation.figure(truly / max(weight, 1e-9))), \(bin.count)"
    } + kindReliability
  }

  /// Of the severe messages: how often a category with such a share of the severity applies.
  private var kindReliability: [String] {
    ["of severe messages, a category's part of the severity: said, true, number"]
      + [(0.0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)].map { low, high in
        let parts = written.filter(\.row.isSevere).flatMap { line in
          categories.indices.map { index in
            (line.reading.kinds[index] / line.reading.severity, line.row.kinds.contains(index + 1))
          }
        }.filter { (low..<high).contains($0.0) }
        let count = Double(max(parts.count, 1))
        let said = parts.reduce(0) { $0 + $1.0 } / count
        return "  \(low)–\(min(high, 1)): \(Evaluation.figure(said)),"
          + " \(Evaluation.figure(Double(parts.count { $0.1 }) / count)), \(parts.count)"
      }
  }

  private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))%" }
}
