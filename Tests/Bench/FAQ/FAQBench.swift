import Foundation
import Matching
import Models
import TextAnalysis

/// `FAQBench QUESTIONS QUERIES`: how long the index of an FAQ takes to build, and a query, one by
/// one; both files are JSON lines with `text`, the questions also with `entry`. Prints JSON.
@main
struct FAQBench {
  private struct Row: Decodable {
    var text: String
    var entry: String?
  }

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else { throw Failure(description: "usage: FAQBench QUESTIONS QUERIES") }
    let (questions, queries) = (try rows(arguments[1]), try rows(arguments[2]).map(\.text))
    let model = try FAQModel(
      fileBytes: Array(
        UnsafeRawBufferPointer(start: replyd_faq_model(), count: replyd_faq_model_size())))
    let byEntry = Dictionary(grouping: questions) { $0.entry ?? "" }.sorted { $0.key < $1.key }
    let grouped = byEntry.map { FAQIndex.Entry(questions: $0.value.map(\.text)) }
    let single = questions.map { FAQIndex.Entry(questions: [$0.text]) }
    let figures = [
      "\(grouped.count) entries, classified and rehearsed": try measure(grouped, queries, model),
      "\(single.count) entries, by similarity": try measure(single, queries, model),
    ]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    print(String(decoding: try encoder.encode(figures), as: UTF8.self))
  }

  private struct Failure: Error, CustomStringConvertible { var description: String }

  private static func rows(_ path: String) throws -> [Row] {
    try Data(contentsOf: URL(filePath: path)).split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Row.self, from: $0)
    }
  }

  private static func measure(
    _ entries: [FAQIndex.Entry], _ queries: [String], _ model: FAQModel
  ) throws -> [String: Double] {
    let clock = ContinuousClock()
    var index: FAQIndex?
    let build = try clock.measure { index = try FAQIndex(entries, model: model) }
    guard let index else { return [:] }
    var took = queries.map { query in
      clock.measure { _ = index.answer(to: NormalizedText(query)) } / .milliseconds(1)
    }
    took.sort()
    return [
      "build s": build / .seconds(1), "p50 ms": took[took.count / 2],
      "p99 ms": took[took.count * 99 / 100],
    ]
  }
}
