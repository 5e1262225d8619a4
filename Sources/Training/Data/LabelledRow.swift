public import Foundation
public import TextAnalysis

/// One line of a labelled JSON Lines file; which fields are set depends on the file.
public struct LabelledRow: Decodable, Sendable {
  public var id: String?
  public let text: String
  public let label: String?
  public let brand: String?
  public let domain: String?
  /// From −4, very negative, to 4, very positive.
  public let rating: Double?
  public let language: String?
  /// Whether the writer may hurt themselves.
  public let selfHarm: Bool?

  /// Reads a whole file, one object a line; empty lines are skipped.
  public static func read(_ file: URL) throws(TrainingError) -> [LabelledRow] {
    try JSONLines.read(file)
  }

  /// The text with the placeholder of anonymised posts, a bare "http", put back as an address.
  public var normalized: NormalizedText {
    guard text.contains("http") else { return NormalizedText(text) }
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    return NormalizedText(
      words.map { $0 == "http" ? "http://x" : String($0) }.joined(separator: " "))
  }
}

/// Files of one JSON object a line.
public enum JSONLines {
  public static func read<Row: Decodable>(_ file: URL) throws(TrainingError) -> [Row] {
    let data: Data
    do {
      data = try Data(contentsOf: file)
    } catch {
      throw .unreadable(path: file.path, reason: error.localizedDescription)
    }
    let decoder = JSONDecoder()
    var rows: [Row] = []
    for (number, line) in data.split(separator: 0x0A, omittingEmptySubsequences: false)
      .enumerated()
    where !line.isEmpty {
      do {
        rows.append(try decoder.decode(Row.self, from: line))
      } catch {
        throw .badLine(path: file.path, line: number + 1, reason: String(describing: error))
      }
    }
    return rows
  }
}
