import PluginKit

/// How many severe messages the crisis stage finds, by the gravest category, and how many others it
/// takes for severe. Rows are those of `labels/crisis`; rows without `categories` are ordinary.
struct CrisisEval {
  static let stage = "crisis"

  struct Row {
    let message: Message
    /// The gravest first; empty: not severe.
    let categories: [String]
  }

  struct Part {
    let name: String
    let messages: Int
    /// At or above `limits`.
    let found: [Int]
    /// Found at the first limit, and the highest category applies.
    let named: Int
  }

  /// The stage's default `handoffAbove` and `severityAbove`.
  static let usualLimits = [0.5, 0.7]

  private let limits: [Double]
  private let parts: [Part]
  private let ordinary: Part

  init(_ rows: [Row], findings: [Finding?], limits: [Double] = usualLimits) {
    self.limits = limits
    let pairs = Array(zip(rows, findings))
    let severe = pairs.filter { !$0.0.categories.isEmpty }
    let categories = Set(severe.map { $0.0.categories[0] }).sorted()
    parts =
      [Self.part(at: limits, "severe", severe)]
      + categories.map { name in
        Self.part(at: limits, name, severe.filter { $0.0.categories[0] == name })
      }
    ordinary = Self.part(at: limits, "none", pairs.filter { $0.0.categories.isEmpty })
  }

  static func rows(_ path: String) throws -> [Row] {
    var rows: [Row] = []
    try EvalRows.eachObject(path) { object, number in
      let categories = object["categories"]?.array?.compactMap(\.string) ?? []
      for part in EvalRows.texts(object, number) {
        rows.append(Row(message: part.message, categories: categories))
      }
    }
    return rows
  }

  private static func part(
    at limits: [Double], _ name: String, _ pairs: [(Row, Finding?)]
  ) -> Part {
    let severities = pairs.map { $0.1?.value["severity"]?.number ?? 0 }
    let named = zip(pairs, severities).count { pair, severity in
      severity >= limits[0] && pair.0.categories.contains(worst(pair.1) ?? "")
    }
    return Part(
      name: name, messages: pairs.count,
      found: limits.map { limit in severities.count { $0 >= limit } }, named: named)
  }

  private static func worst(_ finding: Finding?) -> String? {
    guard case .object(let members)? = finding?.value["categories"] else { return nil }
    return members.max { ($0.value.number ?? 0) < ($1.value.number ?? 0) }?.key
  }

  var text: String {
    (["messages, found at \(limits.map { "\($0)" }.joined(separator: ", at ")); named rightly"]
      + parts.map { part in
        "  \(part.name): \(part.messages), \(shares(part)); \(part.named) of \(part.found[0])"
      } + ["no category: \(ordinary.messages), taken for severe \(shares(ordinary))"])
      .joined(separator: "\n")
  }

  private func shares(_ part: Part) -> String {
    part.found.map { count in
      let share = JSONValue.rounded(Double(count) / Double(max(part.messages, 1))).text()
      return "\(count) (\(share))"
    }.joined(separator: ", ")
  }

  var json: JSONValue {
    .object(
      (parts + [ordinary]).map { part in
        .init(
          part.name,
          [
            "messages": .number(Double(part.messages)),
            "found": .object(
              zip(limits, part.found).map { .init("\($0)", .number(Double($1))) }),
            "named": .number(Double(part.named)),
          ])
      })
  }
}
