import Foundation

extension Evaluation: CustomStringConvertible {
  /// The confusion matrix and all figures, as a table for a terminal.
  public var description: String {
    let width = max(12, (classes.map(\.count).max() ?? 0) + 2)
    func cell(_ text: String) -> String {
      String(repeating: " ", count: max(width - text.count, 1)) + text
    }
    var lines = [cell("truth \\ said") + classes.map(cell).joined() + cell("recall")]
    for index in classes.indices {
      let counts = confusion[index].map { cell(String($0)) }.joined()
      lines.append(cell(classes[index]) + counts + cell(Self.figure(recall(of: index))))
    }
    let rows: [(String, (Int) -> Double)] = [("precision", precision), ("F1", f1)]
    for (name, value) in rows {
      lines.append(cell(name) + classes.indices.map { cell(Self.figure(value($0))) }.joined())
    }
    lines.append(
      "\(count) texts: macro-F1 \(Self.figure(macroF1)), "
        + "macro-recall \(Self.figure(macroRecall)), "
        + "accuracy \(Self.figure(accuracy)), Brier \(Self.figure(brierScore)), "
        + "calibration error \(Self.figure(calibrationError))")
    return lines.joined(separator: "\n")
  }

  package static func figure(_ value: Double) -> String {
    String(format: "%.3f", value)
  }
}
