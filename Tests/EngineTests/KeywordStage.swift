import PluginKit

/// Proposes what the first words of a message ask for, so that a test reads what will happen.
struct KeywordStage: Stage {
  struct Planted: Error {}

  func evaluate(_ message: Message, in context: StageContext) async throws -> Opinion {
    let text = message.text
    var proposals: [Proposal] = []
    if text.contains("throw") { throw Planted() }
    if text.contains("question") { proposals.append(.answer(.init(text: "Re: \(text)"))) }
    if text.contains("complaint") {
      proposals.append(.acknowledge(.init(text: "Sorry: \(text)")))
      proposals.append(.handoff(.init(strength: .required, reason: "a complaint")))
    }
    if text.contains("promise") { proposals.append(.acknowledge(.init(text: "Soon."))) }
    if text.contains("spam") { proposals.append(.ignore(reason: "spam")) }
    if text.contains("danger") { proposals.append(.hold(reason: "danger")) }
    return Opinion(proposals: proposals)
  }
}
