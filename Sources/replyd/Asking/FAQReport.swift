import Foundation
import Matching
import PluginKit

/// The result of `faq eval` as text and as JSON.
struct FAQReport {
  private struct Mistake {
    var row: FAQRow
    var outcome: FAQMeasure.Outcome
    var isAnswered: Bool
  }

  let name: String
  let data: String
  /// Their ids.
  let entries: [String]
  /// As many as were measured, in the same order.
  let rows: [FAQRow]
  let measure: FAQMeasure
  let answerAbove: Double
  let unanswerableShare: Double
  let worst: Int

  /// A setting further than this from the truth makes thresholds wrong.
  private static let tolerated = 0.1

  /// How many of these messages no entry answers.
  private var share: Double {
    Double(measure.unanswerable) / Double(max(rows.count, 1))
  }

  /// Not what is right, the surest first; also what was not answered for want of confidence.
  private var mistakes: [Mistake] {
    let isAnswered = measure.answered(at: answerAbove)
    return zip(rows, zip(measure.outcomes, isAnswered))
      .map { Mistake(row: $0, outcome: $1.0, isAnswered: $1.1) }
      .filter { $0.outcome.top != $0.outcome.truth && $0.outcome.top >= 0 }
      .sorted { $0.outcome.answer.confidence > $1.outcome.answer.confidence }
  }

  var text: String {
    let point = measure.point(at: answerAbove)
    let wrong = mistakes.filter(\.isAnswered)
    let isSilent = !measure.answered(at: answerAbove).contains(true)
    var lines = [
      "\(name) on \(data)",
      "\(counted(rows.count, "message", "messages")): \(measure.answerable) that an entry answers, "
        + "\(measure.unanswerable) that none does",
      "",
      "The top entry is right for \(percent(measure.accuracy)) of the answerable ones.",
      "At \"answerAbove\" \(figure(answerAbove)):",
      "  coverage   \(pad(percent(point.coverage)))  of the answerable ones are answered rightly",
      isSilent
        ? "  precision     –  as nothing is answered"
        : "  precision  \(pad(percent(point.precision)))  of the answers are right"
          + " (\(counted(wrong.count, "answer is", "answers are")) wrong)",
      "  silence    \(pad(percent(point.silence)))  of the unanswerable ones are not answered",
      "  Matthews correlation \(figure(point.correlation))",
      "", hint,
    ]
    lines += list("Surest mistakes:", wrong.prefix(worst))
    lines += list(
      "Not answered, and wrong if \"answerAbove\" were lower:",
      mistakes.filter { !$0.isAnswered }.prefix(max(worst - wrong.count, 0)))
    return lines.joined(separator: "\n")
  }

  private func list(_ headline: String, _ mistakes: some Collection<Mistake>) -> [String] {
    guard !mistakes.isEmpty else { return [] }
    return ["", headline]
      + mistakes.map { mistake in
        let truth = mistake.outcome.truth.map { entries[$0] } ?? "none"
        let said = "\(entries[mistake.outcome.top]) for \(truth)"
        return "  \(figure(mistake.outcome.answer.confidence)) \(Terminal.safe(said)): "
          + Terminal.safe(mistake.row.text, limit: 100)
      }
  }

  private var hint: String {
    let measured = String(format: "%.2f", share)
    let head = "No entry answers \(percent(share)) of these messages; "
    return abs(share - unanswerableShare) > Self.tolerated
      ? head + "if customers write such a mix, set \"unanswerableShare\": \(measured) "
        + "(it is \(figure(unanswerableShare)))."
      : head + "\"unanswerableShare\" \(figure(unanswerableShare)) fits."
  }

  var json: JSONValue {
    let point = measure.point(at: answerAbove)
    let mistakes = mistakes.prefix(worst).map { mistake -> JSONValue in
      [
        "id": .string(mistake.row.id), "text": .string(mistake.row.text),
        "truth": .optional(mistake.outcome.truth.map { entries[$0] }),
        "said": .string(entries[mistake.outcome.top]),
        "confidence": .rounded(mistake.outcome.answer.confidence),
        "answered": .bool(mistake.isAnswered),
      ]
    }
    return [
      "faq": .string(name), "data": .string(data), "messages": .number(Double(rows.count)),
      "answerable": .number(Double(measure.answerable)),
      "unanswerable": .number(Double(measure.unanswerable)),
      "accuracy": .rounded(measure.accuracy), "answerAbove": .rounded(answerAbove),
      "coverage": .rounded(point.coverage), "precision": .rounded(point.precision),
      "silence": .rounded(point.silence), "correlation": .rounded(point.correlation),
      "unanswerableShare": ["set": .rounded(unanswerableShare), "measured": .rounded(share)],
      "worst": .array(mistakes),
    ]
  }

  private func figure(_ value: Double) -> String { String(format: "%.2f", value) }

  private func pad(_ text: String) -> String {
    String(repeating: " ", count: max(0, 4 - text.count)) + text
  }
}
