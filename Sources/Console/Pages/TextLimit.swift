import Foundation

/// How long a reply may be, and how the platform counts.
struct TextLimit: Sendable, Hashable {
  /// As the script of the pages knows them.
  enum Unit: String, Sendable, CaseIterable {
    case scalars, graphemes, utf16
  }

  var max: Int
  var unit: Unit

  init(max: Int = 500, unit: Unit = .graphemes) {
    self.max = max
    self.unit = unit
  }

  func length(of text: String) -> Int {
    switch unit {
    case .scalars: text.unicodeScalars.count
    case .graphemes: text.count
    case .utf16: text.utf16.count
    }
  }
}
