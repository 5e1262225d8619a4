import Foundation
import TextAnalysis

/// Fits a calibration on rows scored by models that did not learn from them, as if they came from
/// a stated population.
enum CrisisCalibrating {
  /// Of all messages, this share is severe, and this one sounds severe and is not.
  static let severeShare = 0.02
  static let soundingShare = 0.02

  private static let temperatures = 0.5...6.0
  private static let shifts = -12.0...12.0
  private static let steps = 40

  /// Each group's rows share its part of the population evenly; other sources have none.
  static func weighed(_ rows: [CrisisScored]) -> [CrisisScored] {
    func group(_ row: CrisisRow) -> Int? {
      if CrisisData.written.contains(row.source) { return row.isSevere ? 0 : 1 }
      return CrisisData.directed.contains(row.source) && !row.isSevere ? 2 : nil
    }
    let shares = [severeShare, soundingShare, 1 - severeShare - soundingShare]
    var counts = [0.0, 0.0, 0.0]
    for row in rows { if let number = group(row.row) { counts[number] += 1 } }
    return rows.compactMap { row in
      guard let number = group(row.row) else { return nil }
      var row = row
      row.weight = shares[number] / counts[number]
      return row
    }
  }

  /// The logistic loss has one minimum in each of the two.
  static func fitted(_ rows: [CrisisScored]) -> CrisisCalibration {
    func best(_ temperature: Double) -> (loss: Double, shift: Double) {
      let odds = rows.map { row in
        (
          SeverityReading.logOdds(
            scores: row.scores, phrases: row.row.phrases, temperature: temperature),
          row.row.isSevere, row.weight
        )
      }
      let shift = lowest(in: shifts) { shift in
        odds.reduce(0) { total, row in
          let z = row.1 ? -(row.0 + shift) : row.0 + shift
          return total + row.2 * (z > 30 ? z : log1p(exp(z)))
        }
      }
      return (shift.value, shift.place)
    }
    let temperature = lowest(in: temperatures) { best($0).loss }.place
    return CrisisCalibration(temperature: temperature, shift: best(temperature).shift)
  }

  /// Golden section.
  private static func lowest(
    in range: ClosedRange<Double>, _ value: (Double) -> Double
  ) -> (place: Double, value: Double) {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (range.lowerBound, range.upperBound)
    for _ in 0..<steps {
      let (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
      if value(left) < value(right) { high = right } else { low = left }
    }
    let place = (low + high) / 2
    return (place, value(place))
  }
}
