import Detection
import Foundation
import TestStreams

/// Detector settings as named numbers, for tables of variations.
struct Tuning: Sendable {
  var values: [String: Double]

  init(_ settings: DetectorSettings = .standard) throws {
    values = try JSONDecoder().decode([String: Double].self, from: JSONEncoder().encode(settings))
  }

  func settings() throws -> DetectorSettings {
    try JSONDecoder().decode(DetectorSettings.self, from: JSONEncoder().encode(values))
  }

  func changing(_ name: String, by factor: Double) -> Tuning {
    var other = self
    other.values[name] = (values[name] ?? 0) * factor
    return other
  }

  /// Every value varied log-normally.
  func jittered(_ spread: Double, _ random: inout SeededRandom) -> Tuning {
    var other = self
    for name in values.keys.sorted() {
      other.values[name] = (values[name] ?? 0) * exp(spread * random.normal())
    }
    return other
  }
}
