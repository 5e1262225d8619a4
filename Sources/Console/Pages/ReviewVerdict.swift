import PluginKit

/// What the guide and the platform would say to a text that somebody writes.
struct ReviewVerdict: Sendable, Hashable {
  /// In the platform's own count.
  var used: Int
  var limit: Int
  var verdict: Verdict

  init(used: Int, limit: Int, verdict: Verdict) {
    self.used = used
    self.limit = limit
    self.verdict = verdict
  }

  /// As `OperatorCommand.review` answers, of these words.
  init(_ answer: JSONValue, of words: String) {
    let text = answer["text"]?.string ?? words
    used = answer["length"]?.number.map { Int($0) } ?? 0
    limit = answer["limit"]?.number.map { Int($0) } ?? 0
    if let refusal = answer["refusal"]?.string {
      verdict = .refuse(reason: refusal)
    } else {
      verdict = text == words ? .pass : .rewrite(text)
    }
  }

  var tone: String {
    if used > limit { return "bad" }
    return switch verdict {
    case .pass: "good"
    case .rewrite: ""
    case .refuse: "bad"
    }
  }

  var words: String {
    if used > limit { return "\(used - limit) too many for the platform." }
    return switch verdict {
    case .pass: "It may go out as it is."
    case .rewrite: "It goes out in other words."
    case .refuse(let reason): "It cannot go out: \(reason)."
    }
  }

  /// For the script of the pages.
  var json: JSONValue {
    let name: String
    var text: String?
    switch verdict {
    case .pass: name = "pass"
    case .rewrite(let better):
      name = "rewrite"
      text = better
    case .refuse: name = "refuse"
    }
    return .object([
      .init("used", .number(Double(used))), .init("limit", .number(Double(limit))),
      .init("verdict", .string(name)), .init("text", .optional(text)),
      .init("tone", .string(tone)), .init("words", .string(words)),
    ])
  }
}
