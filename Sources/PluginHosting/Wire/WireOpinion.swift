import PluginKit

/// What a stage says about one message.
struct WireOpinion: Settings {
  let opinion: Opinion
  /// The plugin gives up on this message.
  let error: String?

  /// Nothing is what most stages say of most messages.
  static func read(_ node: JSONNode) throws(WireProblem) -> WireOpinion {
    if case .object(let members) = node.value, members.isEmpty { return .none }
    return try node.read(WireOpinion.self)
  }

  private static let none = WireOpinion(opinion: .none, error: nil)

  private init(opinion: Opinion, error: String?) {
    self.opinion = opinion
    self.error = error
  }

  init(_ f: inout Fields) {
    error = f.optionalString("error", form: .words(upTo: 1000), help: "why it has no opinion")
    opinion = Opinion(
      findings: f.objects("findings", as: WireFinding.self, count: 0...20, help: "what it noticed")
        .map(\.finding),
      proposals: f.objects(
        "proposals", as: WireProposal.self, count: 0...10, help: "what it wants done"
      ).compactMap(\.proposal))
    f.require("findings", "two findings have the same name") { [opinion] in
      Set(opinion.findings.map(\.name)).count == opinion.findings.count
    }
  }
}

private struct WireFinding: Settings {
  let finding: Finding

  init(_ f: inout Fields) {
    let name = f.string("name", form: .words(upTo: 100), help: "the plugin's own")
    let value = f.anything("value", help: "any JSON")
    finding = Finding(
      name: name, value: value?.node.plain ?? .null,
      confidence: f.optionalNumber("confidence", in: 0...1, help: "how sure it is"),
      evidence: f.strings(
        "evidence", default: [], count: 0...10, form: Self.quote, help: "the customer's words"))
    f.require("name", always: true, "\"value\" is required: any JSON") { value != nil }
  }

  private static let quote = TextForm("a quote of 1 to 200 characters") {
    (1...200).contains($0.count)
  }
}

private struct WireProposal: Settings {
  enum Kind: String, Sendable, CaseIterable {
    case answer, acknowledge, handoff, hold, ignore
  }

  /// nil while only declared.
  let proposal: Proposal?

  init(_ f: inout Fields) {
    let kind: Kind = f.choice("do", help: "what it wants done")
    let text = f.optionalString("text", form: .words(upTo: 20_000), help: "of the reply")
    let language = f.optionalString("language", form: .words(upTo: 40), help: "of the text")
    let template = f.optionalString("template", form: .words(upTo: 100), help: "its origin")
    let reason = f.optionalString("reason", form: .words(upTo: 1000), help: "for people")
    let team = f.optionalString("team", form: .words(upTo: 100), help: "who gets it")
    let category = f.optionalString("category", form: .words(upTo: 100), help: "what it is about")
    let procedure = f.optionalString(
      "procedure", form: .words(upTo: 100), help: "of the config, that begins")
    let strength: Strength = f.choice("strength", default: .fallback, help: "of a handoff")
    f.need("text", when: "do", is: Kind.replies, "it is what would be said")
    f.need("reason", when: "do", is: [Kind.handoff, .hold, .ignore], "people want to know why")
    for key in ["text", "language", "template"] {
      f.refuse(key, when: "do", is: [Kind.handoff, .hold, .ignore], "nothing is said")
    }
    for key in ["team", "category", "procedure", "strength"] {
      f.refuse(key, when: "do", is: Kind.replies + [.hold, .ignore], "it belongs to a handoff")
    }
    let draft = Reply.Draft(text: text ?? "", language: language, template: template)
    proposal =
      switch kind {
      case .answer: .answer(draft)
      case .acknowledge: .acknowledge(draft)
      case .handoff:
        .handoff(
          HandoffRequest(
            team: team, strength: strength.strength, reason: reason ?? "", category: category,
            procedure: procedure))
      case .hold: .hold(reason: reason ?? "")
      case .ignore: .ignore(reason: reason ?? "")
      }
  }

  enum Strength: String, Sendable, CaseIterable {
    case required, fallback

    var strength: HandoffRequest.Strength { self == .required ? .required : .fallback }
  }
}

extension WireProposal.Kind {
  fileprivate static let replies: [WireProposal.Kind] = [.answer, .acknowledge]
}

extension TextForm {
  /// A text that is not blank, of bounded length: it goes into the store and to people.
  static func words(upTo limit: Int) -> TextForm {
    TextForm("a text of 1 to \(limit) characters") { text in
      text.utf8.count <= limit * 4 && text.count <= limit && !text.allSatisfy(\.isWhitespace)
    }
  }
}
