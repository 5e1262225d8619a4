import Foundation
import PluginHosting
import PluginKit
import PluginTesting

/// One line of a stage's examples.jsonl: a message, and what the opinion on it must hold.
struct StageExample {
  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  let line: Int
  let message: Message
  let findings: [Finding]
  private let expected: JSONValue

  static func read(_ path: String) throws -> [StageExample] {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return try lines.enumerated().filter { !$1.allSatisfy(\.isWhitespace) }.map {
      try StageExample(String($1), line: $0 + 1)
    }
  }

  private init(_ text: String, line: Int) throws {
    self.line = line
    let object: JSONValue
    do { object = try JSONReader.read(text.utf8).plain } catch {
      throw Problem(description: "line \(line): column \(error.position.column): \(error.message)")
    }
    guard let given = object["message"], let words = given["text"]?.string,
      let expected = object["opinion"]
    else {
      throw Problem(
        description: "line \(line): expected {\"message\": {\"text\": ...}, \"opinion\": {...}}")
    }
    let author = given["author"]
    message = .make(
      words, id: given["id"]?.string ?? "example-\(line)",
      author: .make(
        handle: author?["handle"]?.string ?? "@ana@example.social",
        name: author?["name"]?.string ?? "Ana",
        followers: author?["followers"]?.number.flatMap { Int(exactly: $0) }),
      language: given["language"]?.string,
      rating: given["rating"]?.number.flatMap { Int(exactly: $0) },
      visibility: given["visibility"]?.string.flatMap(Visibility.init(name:)) ?? .public)
    findings = (object["findings"]?.array ?? []).map {
      Finding(
        name: $0["name"]?.string ?? "", value: $0["value"] ?? .null,
        confidence: $0["confidence"]?.number)
    }
    self.expected = expected
  }

  /// What the opinion lacks, in sentences.
  func differences(from opinion: Opinion) -> [String] {
    var problems: [String] = []
    for finding in expected["findings"]?.array ?? [] {
      let name = finding["name"]?.string ?? ""
      guard let found = opinion.findings.first(where: { $0.name == name }) else {
        problems.append("line \(line): there is no finding \"\(name)\"")
        continue
      }
      if let wanted = finding["value"], !Self.holds(found.value, wanted) {
        problems.append(
          "line \(line): \(name) is \(found.value.text()), expected \(wanted.text())")
      }
    }
    let wanted = expected["proposals"]?.array ?? []
    let found = opinion.proposals.map(\.json)
    if wanted.count != found.count || !zip(found, wanted).allSatisfy(Self.holds) {
      problems.append(
        "line \(line): proposed \(JSONValue.array(found).text()), expected "
          + JSONValue.array(wanted).text())
    }
    return problems
  }

  /// Whether everything of `wanted` is in `found`; numbers to a thousandth.
  private static func holds(_ found: JSONValue, _ wanted: JSONValue) -> Bool {
    switch (found, wanted) {
    case (.number(let a), .number(let b)): abs(a - b) <= 0.001
    case (.array(let a), .array(let b)): a.count == b.count && zip(a, b).allSatisfy(holds)
    case (.object, .object(let members)):
      members.allSatisfy { member in found[member.key].map { holds($0, member.value) } ?? false }
    default: found == wanted
    }
  }
}

extension Proposal {
  /// As the protocol writes it.
  fileprivate var json: JSONValue {
    switch self {
    case .answer(let draft): Self.json("answer", draft)
    case .acknowledge(let draft): Self.json("acknowledge", draft)
    case .handoff(let request):
      [
        "do": "handoff", "strength": .string(request.strength.rawValue),
        "reason": .string(request.reason), "team": .optional(request.team),
        "category": .optional(request.category),
      ]
    case .hold(let reason): ["do": "hold", "reason": .string(reason)]
    case .ignore(let reason): ["do": "ignore", "reason": .string(reason)]
    }
  }

  private static func json(_ kind: JSONValue, _ draft: Reply.Draft) -> JSONValue {
    [
      "do": kind, "text": .string(draft.text), "language": .optional(draft.language),
      "template": .optional(draft.template),
    ]
  }
}
