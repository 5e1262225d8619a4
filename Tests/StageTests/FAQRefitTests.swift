import Foundation
import PluginKit
import PluginTesting
import Testing
import TextAnalysis

@testable import FAQStagePlugin

/// Fits `FAQConfidence.weights` again and prints them, with what they are worth on sets left out.
/// Needs labelled data, which is not part of the repository: see the FAQ plugin's README.
@Suite struct FAQRefitTests {
  static let folder = ProcessInfo.processInfo.environment["REPLYD_FAQ_DATA"]

  @Test(.enabled(if: folder != nil))
  func theShippedWeightsAreCloseToAFreshFit() throws {
    let folder = URL(filePath: try #require(Self.folder))
    let sets = try FAQRefitSet.all(in: folder)
    for left in sets {
      let rest = sets.filter { $0.name != left.name }.flatMap(\.cases)
      print("left out: \(left.name), \(left.cases.count) messages")
      print(FAQRefitSet.table(left.cases, FAQConfidence.fit(rest)))
    }
    let all = sets.flatMap(\.cases)
    try #require(!all.isEmpty)
    let fitted = FAQConfidence.fit(all)
    print("weights:", fitted.map { String(format: "%.3f", $0) }.joined(separator: ", "))
    print(FAQRefitSet.table(all, FAQConfidence.weights))
    #expect(FAQConfidence.loss(all, FAQConfidence.weights) < FAQConfidence.loss(all, fitted) + 0.02)
  }
}

/// One labelled set, drawn several times as a small FAQ.
struct FAQRefitSet {
  var name: String
  var cases: [FAQConfidence.Case]

  struct Row: Decodable {
    var text: String
    var entry: String?
  }

  static func all(in folder: URL) throws -> [FAQRefitSet] {
    func rows(_ names: String...) throws -> [Row] {
      try names.flatMap { name in
        try String(contentsOf: folder.appending(path: "faq/\(name).jsonl"), encoding: .utf8)
          .split(separator: "\n").map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
      }
    }
    let posts = try String(
      contentsOf: folder.appending(path: "sentiment/airline.jsonl"), encoding: .utf8
    ).split(separator: "\n").enumerated().filter { $0.offset % 20 == 0 }.map {
      Row(text: try JSONDecoder().decode(Row.self, from: Data($0.element.utf8)).text, entry: nil)
    }
    return [
      try draw("shop", pool: rows("shop-train"), queries: rows("shop-queries"), posts),
      try draw(
        "bank50", pool: rows("bank50-train"),
        queries: rows("bank50-valid", "bank50-id-oos-valid", "bank50-ood-oos-valid"), posts),
      try draw(
        "assistant150", pool: rows("assistant150-train"),
        queries: rows("assistant150-val", "assistant150-oos_train", "assistant150-oos_val"), posts),
    ]
  }

  private static let sizes = [
    (3, 40), (5, 40), (10, 40), (3, 999), (5, 999), (10, 999), (50, 999),
  ]

  /// FAQs of at most 40 and of all entries, with 3 to 50 questions an entry. Half the weight is
  /// on messages that no entry answers; all sets weigh the same.
  private static func draw(
    _ name: String, pool: [Row], queries: [Row], _ posts: [Row]
  ) throws -> FAQRefitSet {
    var cases: [FAQConfidence.Case] = []
    for (seed, (count, size)) in sizes.enumerated() {
      let byEntry = Dictionary(grouping: pool.filter { $0.entry != nil }, by: { $0.entry ?? "" })
      let chosen = shuffled(byEntry.keys.sorted(), seed).prefix(size)
      let questions = chosen.flatMap { entry in
        shuffled(byEntry[entry] ?? [], seed + 7).prefix(count).map { (entry: entry, text: $0.text) }
      }
      let index = try FAQIndex(questions)
      let asked = Array(shuffled(queries, seed + 13).prefix(1500)) + posts.prefix(150)
      var drawn: [(inScope: Bool, inputs: [Double], isRight: Bool)] = []
      for query in asked {
        let text = NormalizedText(query.text)
        let candidates = index.candidates(for: text)
        let isInScope = query.entry.map { chosen.contains($0) } ?? false
        drawn.append(
          (
            isInScope, index.evidence(candidates, for: text).inputs,
            isInScope && candidates.first?.entry == query.entry
          ))
      }
      let inside = Double(drawn.count { $0.inScope })
      let outside = Double(drawn.count) - inside
      cases += drawn.map {
        .init(inputs: $0.inputs, isRight: $0.isRight, weight: 250 / ($0.inScope ? inside : outside))
      }
    }
    return FAQRefitSet(name: name, cases: cases)
  }

  static func table(_ cases: [FAQConfidence.Case], _ weights: [Double]) -> String {
    let total = cases.reduce(0) { $0 + $1.weight }
    var lines = ["loss \(String(format: "%.4f", FAQConfidence.loss(cases, weights)))"]
    for threshold in [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95] {
      let said = cases.filter { FAQConfidence.confidence($0.inputs, weights) >= threshold }
      let answered = said.reduce(0) { $0 + $1.weight }
      let right = said.filter(\.isRight).reduce(0) { $0 + $1.weight }
      lines.append(
        String(
          format:
            "answerAbove %.2f: answers %4.1f%% of in-scope, %5.1f%% right, wrong per 1,000 %5.1f",
          threshold, right / total * 200, answered > 0 ? right / answered * 100 : 100,
          (answered - right) / total * 1000))
    }
    return lines.joined(separator: "\n")
  }

  private static func shuffled<Element>(_ elements: [Element], _ seed: Int) -> [Element] {
    var generator = SplitMix(state: UInt64(seed) &* 0x9E37_79B9 &+ 1)
    return elements.shuffled(using: &generator)
  }

  /// SplitMix64 (Steele, Lea and Flood).
  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
}
