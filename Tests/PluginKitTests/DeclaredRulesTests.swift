import PluginKit
import Testing

private enum Action: String, CaseIterable, Sendable { case say, skip }

private struct Rule: Settings {
  let action: Action
  let texts: [String]
  let reason: String?
  let byLanguage: [(id: String, value: [String])]

  init(_ f: inout Fields) {
    action = f.choice("do", default: .say, help: "what is done")
    texts = f.strings(
      "texts", default: [], count: 1...2,
      form: TextForm("lower case", pattern: "^[a-z]*$") { $0 == $0.lowercased() }, help: "what")
    reason = f.optionalString("reason", form: .notBlank, help: "why")
    byLanguage = f.texts("by", keys: ["de", "en"], help: "in which language")
    f.need("reason", when: "do", is: [Action.skip], "it is recorded")
    f.refuse("texts", when: "do", is: [Action.skip], "nothing is said")
    f.need("texts", when: "do", is: [Action.say], "they are said")
  }
}

private struct Holder: Settings {
  let rule: Rule
  let team: String
  init(_ f: inout Fields) {
    rule = f.document("rule", as: Rule.self, help: "the rule")
    team = f.reference("team", to: .teams, help: "who")
  }
}

@Suite struct DeclaredRulesTests {
  @Test(arguments: [
    (#"{"texts": ["a", "b"]}"#, nil), (#"{"do": "skip", "reason": "r"}"#, nil),
    (#"{"texts": ["a"], "by": {"de": ["A"]}}"#, nil),
    (#"{"texts": []}"#, "1:11: texts: expected at least 1 of them, found 0"),
    (#"{"texts": ["a", "b", "c"]}"#, "1:11: texts: expected at most 2 of them, found 3"),
    (#"{"texts": ["a", "B"]}"#, #"1:17: texts[1]: expected lower case, found "B""#),
    (#"{"texts": ["a"], "reason": " "}"#, "1:28: reason: expected a text that is not blank"),
    (
      #"{"texts": ["a"], "by": {"dee": ["A"]}}"#,
      #"1:25: by: unknown key "dee"; did you mean "de"?"#
    ),
    (
      #"{"do": "skip"}"#,
      #"1:8: do: "reason" is required here, because "do" is "skip": it is recorded"#
    ),
    (
      #"{"do": "skip", "reason": "r", "texts": ["a"]}"#,
      #"1:40: texts: remove this, because "do" is "skip": nothing is said"#
    ),
    (#"{}"#, #"1:1: do: "texts" is required here, because "do" is "say": they are said"#),
  ])
  func aRuleIsCheckedWhereItIsBroken(_ text: String, _ issue: String?) throws {
    let issues = try Rule.read(text).issues
    #expect(issues.count == (issue == nil ? 0 : 1), "\(issues)")
    if let issue { #expect(issues.first?.contains("main.json:\(issue)") == true, "\(issues)") }
  }

  @Test func theRulesAreDescribed() throws {
    let fields = Rule.describe()
    #expect(fields[1].count == 1...2 && fields[1].pattern == "^[a-z]*$")
    #expect(fields[1].refusedWhen == Circumstance("do", is: ["skip"]))
    #expect(fields[1].neededWhen == Circumstance("do", is: ["say"]))
    #expect(fields[2].neededWhen == Circumstance("do", is: ["skip"]))
    #expect(fields[3].keys == ["de", "en"])
    #expect(Holder.describe()[1].kind == .reference(to: .teams))
  }

  @Test func aDocumentMayNameItsSchema() throws {
    let source = SourceInMemory(documents: [
      "/c/r.json": #"{"$schema": "x.json", "texts": ["a"]}"#
    ])
    #expect(try Holder.read(#"{"rule": "r.json", "team": "care"}"#, source).issues == [])
    let inner = try Rule.read(#"{"texts": ["a"], "by": {"$schema": ["A"]}}"#).issues
    #expect(inner.count == 1 && inner[0].contains("unknown key"), "\(inner)")
  }
}
