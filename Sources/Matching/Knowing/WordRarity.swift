import TextAnalysis

/// How rare words are in what people write in public, by stem: tells "refund" from "please" in an
/// FAQ too small to tell by itself. Natural log of 1 / share of texts, 0...`most`.
package struct WordRarity: Sendable {
  /// Of a stem that the table does not hold.
  package static let most: Float = 10

  private let values: [UInt32: Float]

  /// - Parameter values: by key of the stem.
  package init(_ values: [UInt32: Float] = [:]) { self.values = values }

  func knows(_ stem: UInt32) -> Bool { values[stem] != nil }

  func callAsFunction(_ stem: UInt32) -> Float { values[stem] ?? Self.most }
}
