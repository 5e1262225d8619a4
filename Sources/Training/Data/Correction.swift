public import Foundation
import TextAnalysis

/// One line of `replyd corrections`: a person said what the machine should have found.
public struct Correction: Decodable, Sendable {
  public let text: String
  public let kind: String
  /// `intent=question`, in a correction of a label.
  public let now: String?

  /// A few posts' worth: people meant this one.
  static let weight: Float = 6

  public static func read(_ file: URL) throws(TrainingError) -> [Correction] {
    try JSONLines.read(file)
  }

  /// Those that correct the label of one finding; a class that the finding does not have is an
  /// error.
  static func texts(
    _ corrections: [Correction], for head: LinearModel.Head, heads: Int = 1
  ) throws(TrainingError) -> [LabelledText] {
    var texts: [LabelledText] = []
    for correction in corrections {
      guard correction.kind == "label", let now = correction.now else { continue }
      let parts = now.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, parts[0] == head.name else { continue }
      guard let label = head.classes.firstIndex(of: parts[1]) else {
        throw .badLabel(path: "corrections", label: now)
      }
      texts.append(
        LabelledText(
          text: NormalizedText(correction.text),
          labels: [label] + [Int?](repeating: nil, count: heads - 1), weight: weight))
    }
    return texts
  }
}
