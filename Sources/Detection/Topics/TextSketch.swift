/// A MinHash sketch: two texts agree in a part of it that estimates how many of their terms they
/// share (Broder: "On the resemblance and containment of documents", 1997). It is cut into bands:
/// texts with one band in common are near copies (Leskovec, Rajaraman, Ullman: "Mining of Massive
/// Datasets", chapter 3.4).
struct TextSketch: Sendable, Hashable {
  static let bands = 5
  /// With so many rows a band, texts that share 70 % of their terms meet in one of five bands in 70
  /// of 100 cases, those that share 30 % in 4.
  private static let rows = 4
  /// A text of fewer terms is not like another one for having them.
  private static let fewest = 4

  /// Empty for a text of few words.
  let keys: [UInt32]

  /// - Parameter terms: each once.
  init(of terms: [UInt32]) {
    guard terms.count >= Self.fewest else {
      keys = []
      return
    }
    var least = [UInt32](repeating: .max, count: Self.bands * Self.rows)
    for term in terms {
      // Every row sees the term through another mixing of its bits.
      var mixed = UInt64(term) &* 0x9E37_79B9_7F4A_7C15
      for row in least.indices {
        mixed = (mixed ^ mixed >> 31) &* 0xBF58_476D_1CE4_E5B9 &+ UInt64(row)
        least[row] = min(least[row], UInt32(truncatingIfNeeded: mixed >> 32))
      }
    }
    keys = (0..<Self.bands).map { band in
      var hash = UInt64(band + 1) &* 0x9E37_79B9_7F4A_7C15
      for row in 0..<Self.rows {
        hash = (hash ^ UInt64(least[band * Self.rows + row])) &* 0x94D0_49BB_1331_11EB
        hash ^= hash >> 29
      }
      return UInt32(truncatingIfNeeded: hash >> 32)
    }
  }
}
