import Engine
import FAQStagePlugin
import Foundation
import PluginKit

/// One message asked of an FAQ, in the pipeline around it.
struct FAQAttempt {
  let message: Message
  let trial: FAQTrial
  let mode: Mode
  let answerAbove: Double
  /// Of the whole pipeline, as the guide lets it out.
  let decision: Decision
  private let isConfigured: Bool

  init(_ text: String, isDirect: Bool, of faq: AskedFAQ, now: Date) async throws {
    let message = Message(
      id: .init(connector: "try", remote: "1"), platform: "try",
      author: Author(id: "1", handle: "customer", name: ""), text: text, createdAt: now,
      visibility: isDirect ? .direct : .public)
    let assembly = faq.assembly
    // The stages before it count, such as one that finds a crisis.
    let before = assembly.stages.prefix { !($0.stage is FAQStage) }
    let first = Pipeline(stages: Array(before), brand: assembly.brand)
    let found = await first.evaluate(message, now: now)
    let context = StageContext(now: now, brand: assembly.brand, findings: found.findings)
    let whole = Pipeline(stages: assembly.stages, brand: assembly.brand)
    let evaluation = await whole.evaluate(message, now: now)
    let limits = assembly.connectors.map(\.connector.traits).min { $0.maxLength < $1.maxLength }
    self.message = message
    trial = try await faq.stage.trial(of: message, in: context)
    mode = assembly.stages.first { $0.stage is FAQStage }?.mode ?? .off
    answerAbove = faq.stage.settings.answerAbove
    // Without a config there is no guide of the operator's that could let it out.
    decision =
      faq.isConfigured
      ? evaluation.decision.vetted(
        by: assembly.guide, for: message, limits: limits ?? .unlimited)
      : evaluation.decision
    isConfigured = faq.isConfigured
  }

  var text: String {
    var lines: [String] = []
    let width = trial.candidates.map(\.entry.count).max() ?? 0
    for candidate in trial.candidates {
      let name = Terminal.safe(candidate.entry, limit: 40)
        .padding(toLength: min(width, 40), withPad: " ", startingAt: 0)
      lines.append(
        "  \(figure(candidate.score))  \(name)  \(Terminal.safe(candidate.question, limit: 80))")
    }
    if let matched = trial.matched {
      lines.append("Most like it: \"\(Terminal.safe(matched))\"")
    }
    if !trial.leftOut.isEmpty {
      let names = trial.leftOut.joined(separator: ", ")
      lines.append("Not said now or here: \(Terminal.safe(names))")
    }
    var sure =
      "Confidence \(figure(trial.confidence)); answered from \(figure(trial.answeredFrom)) on "
      + "(\"answerAbove\" \(figure(answerAbove)))"
    if let from = trial.suggestedFrom { sure += ", suggested from \(figure(from)) on" }
    let outcome = Terminal.coloured(trial.outcome.rawValue.capitalized, colour)
    lines += ["\(sure).", "", "\(outcome): \(Terminal.safe(trial.reason, limit: 300))."]
    if let wish = wish { lines += [wish] + quoted }
    if isConfigured {
      let reason = Terminal.safe(decision.reason, limit: 300)
      lines += ["", "The whole pipeline: \(decision.action.rawValue) (\(reason))"]
    }
    return lines.joined(separator: "\n")
  }

  var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("outcome", .string(trial.outcome.rawValue)), .init("reason", .string(trial.reason)),
      .init("confidence", .rounded(trial.confidence)),
      .init("answeredFrom", .rounded(trial.answeredFrom)),
      .init("suggestedFrom", trial.suggestedFrom.map { .rounded($0) } ?? .null),
      .init("matched", .optional(trial.matched)),
      .init(
        "candidates",
        .array(
          trial.candidates.map { candidate -> JSONValue in
            [
              "entry": .string(candidate.entry), "question": .string(candidate.question),
              "score": .rounded(candidate.score),
            ]
          })),
      .init("leftOut", .array(trial.leftOut.map { .string($0) })),
      .init("draft", .optional(trial.draft?.text)), .init("mode", .string(mode.rawValue)),
    ]
    members.append(
      .init(
        "decision",
        [
          "action": .string(decision.action.rawValue), "reason": .string(decision.reason),
          "reply": .optional(decision.draft?.text),
        ]))
    return .object(members)
  }
}

extension FAQAttempt {
  /// What goes out if it is this stage that the pipeline follows, else its own draft.
  private var said: String? {
    guard let draft = trial.draft else { return nil }
    return decision.draft?.template == draft.template ? decision.draft?.text : draft.text
  }

  /// What the text below is.
  private var wish: String? {
    guard let draft = trial.draft else { return nil }
    guard decision.draft?.template == draft.template else {
      return "It proposes this, but the pipeline decides otherwise:"
    }
    if draft.isSuggestion { return "A person would see this draft:" }
    return mode == .auto
      ? "This would be sent:" : "This would wait for a person (mode \"\(mode.rawValue)\"):"
  }

  private var quoted: [String] {
    (said ?? "").split(separator: "\n", omittingEmptySubsequences: false).map {
      "  │ " + Terminal.safe(String($0), limit: 2000)
    }
  }

  private var colour: Terminal.Colour {
    switch trial.outcome {
    case .answered: .green
    case .suggested, .torn: .yellow
    case .silent: .grey
    }
  }

  private func figure(_ value: Double) -> String { String(format: "%.2f", value) }
}
