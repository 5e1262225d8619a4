import ArgumentParser
import Matching
import PluginKit
import TextAnalysis

/// A customer's message, as `faq eval` and `faq coverage` read it:
/// `{"id": "1", "text": "...", "entry": "refund"}`, where `null` says that no entry answers it.
struct FAQRow {
  enum Label: Equatable {
    case unknown, none
    /// The entry's position.
    case entry(Int)
  }

  /// More are not read.
  static let limit = 200_000

  let id: String
  let text: String
  let normalized: NormalizedText
  let label: Label

  /// - Parameters:
  ///   - entries: the ids that a label may name.
  ///   - isLabelled: whether each row needs a label.
  static func read(_ path: String, entries: [String], isLabelled: Bool) throws -> [FAQRow] {
    let numbers = Dictionary(zip(entries, 0...), uniquingKeysWith: { first, _ in first })
    var rows: [FAQRow] = []
    try EvalRows.eachObject(path) { object, line in
      guard let text = object["text"]?.string else {
        throw EvalRows.failure(path, line, "expected an object with the string \"text\"")
      }
      guard rows.count < limit else {
        throw EvalRows.failure(path, line, "at most \(limit) messages are read; split the file")
      }
      let label: Label
      switch object["entry"] {
      case nil:
        guard !isLabelled else {
          throw EvalRows.failure(
            path, line, "expected \"entry\": an entry's id, or null where none answers")
        }
        label = .unknown
      case .null?: label = .none
      case .string(let id)?:
        guard let number = numbers[id] else {
          throw EvalRows.failure(path, line, unknown(id, among: entries))
        }
        label = .entry(number)
      default:
        throw EvalRows.failure(path, line, "\"entry\" is an entry's id or null")
      }
      rows.append(
        FAQRow(
          id: object["id"]?.string ?? "line \(line)", text: text,
          normalized: NormalizedText(text), label: label))
    }
    guard !rows.isEmpty else {
      Terminal.error("\(path): there is no message in it")
      throw ExitCode(1)
    }
    return rows
  }

  /// A long list of ids helps nobody.
  private static func unknown(_ id: String, among entries: [String]) -> String {
    let shown = nearestName(to: id, among: entries).map { [$0] } ?? Array(entries.prefix(10))
    return Terminal.safe(unknownName("entry", id, known: shown), limit: 600)
  }

  /// For a measure; nil where nobody said what is right.
  var question: FAQMeasure.Question? {
    switch label {
    case .unknown: nil
    case .none: FAQMeasure.Question(text: normalized, entry: nil)
    case .entry(let number): FAQMeasure.Question(text: normalized, entry: number)
    }
  }
}

/// A share as people read it.
func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))%" }

/// `1 entry`, `2 entries`.
func counted(_ count: Int, _ one: String, _ many: String) -> String {
  "\(count) \(count == 1 ? one : many)"
}
