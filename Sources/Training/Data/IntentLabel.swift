public import Foundation

/// One line of `labels/intent`: how people labelled a message, see the README there.
public struct IntentLabel: Decodable, Sendable, Hashable {
  public let id: String
  public let intent: String
  public let wantsReply: Bool
  /// 0...3; 0 for all that is no complaint.
  public let severity: Int

  /// By the message's id; a repeated id is an error.
  public static func read(_ file: URL) throws(TrainingError) -> [String: IntentLabel] {
    let rows: [IntentLabel] = try JSONLines.read(file)
    var labels: [String: IntentLabel] = [:]
    for (number, row) in rows.enumerated() {
      guard labels.updateValue(row, forKey: row.id) == nil else {
        throw .badLine(path: file.path, line: number + 1, reason: "\(row.id) is there twice")
      }
    }
    return labels
  }
}
