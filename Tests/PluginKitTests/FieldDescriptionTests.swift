import PluginKit
import Testing

private enum Level: String, CaseIterable, Sendable { case low, high }

private struct Part: Settings {
  let level: Level
  init(_ f: inout Fields) { level = f.choice("level", default: .low, help: "its level") }
}

private struct Whole: Settings {
  let parts: [Part]
  let byID: [(id: String, value: Part)]
  let wait: Duration
  let count: Int
  let key: Secret
  init(_ f: inout Fields) {
    parts = f.objects("parts", as: Part.self, help: "its parts")
    byID = f.map("byID", as: Part.self, help: "by id")
    wait = f.duration("wait", default: .hours(24), help: "how long")
    count = f.integer("count", in: 1...5, unit: "a day", help: "how many")
    key = f.secret("key", help: "for the server")
    f.require("count", "never asked while describing") { false }
  }
}

@Suite struct FieldDescriptionTests {
  @Test func aNestedDeclarationDescribesItself() {
    let part = FieldDescription(
      name: "level", kind: .choice(["low", "high"]), fallback: "low", help: "its level")
    let year = 366.0 * 86_400
    #expect(
      Whole.describe() == [
        .init(name: "parts", kind: .array(of: .object([part])), help: "its parts"),
        .init(name: "byID", kind: .map(of: .object([part])), help: "by id"),
        .init(
          name: "wait", kind: .duration, fallback: "1d", bounds: 0...year, help: "how long"),
        .init(
          name: "count", kind: .integer, unit: "a day", isRequired: true, bounds: 1...5,
          help: "how many"),
        .init(name: "key", kind: .secret, isRequired: true, help: "for the server"),
      ])
  }
}
