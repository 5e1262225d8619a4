import Engine
import PluginKit

/// One operation of the API: who may use it, and what it takes and gives. From these declarations
/// come the check of each request, the OpenAPI file and the test of who may do what.
struct Endpoint: Sendable {
  /// `GET`, `POST` or `DELETE`.
  let method: String
  /// Below `/api/v1/`; `{id}` stands for a number, `{name}` for a user.
  let path: String
  let role: Role
  let scope: Scope
  /// What it does, in a sentence.
  let summary: String
  let query: [Parameter]
  let body: [Parameter]
  /// The name of a schema in `AnswerSchemas`.
  let answer: String
  let teams: TeamRule

  /// What it means for somebody who sees only some teams.
  enum TeamRule: Sendable {
    /// Nothing: what it says concerns all.
    case open
    /// The number in its path is a handoff, a conversation, a draft or a reply.
    case handoff, conversation, draft, reply
    /// The store narrows what it lists, or the gate does.
    case narrowed
    /// It says too much of other teams.
    case closed
  }

  init(
    _ method: String, _ path: String, _ role: Role, _ scope: Scope, _ summary: String,
    query: [Parameter] = [], body: [Parameter] = [], answer: String = "Object",
    teams: TeamRule = .open
  ) {
    self.method = method
    self.path = path
    self.role = role
    self.scope = scope
    self.summary = summary
    self.query = query
    self.body = body
    self.answer = answer
    self.teams = teams
  }

  /// As the audit log calls it: `handoffs.take`.
  var action: String {
    let verb = method == "DELETE" ? "end" : steps.count == 1 ? "add" : ""
    return (steps.filter { !$0.hasPrefix("{") }.map(String.init) + [verb]).filter { !$0.isEmpty }
      .joined(separator: ".")
  }

  var steps: [Substring] { path.split(separator: "/") }

  /// Whether these steps are of this path.
  func matches(_ asked: [String]) -> Bool {
    let own = steps
    return own.count == asked.count
      && zip(own, asked).allSatisfy { own, asked in
        switch own {
        case "{id}": Self.id(asked) != nil
        case "{name}": NewUser.isName(asked)
        default: own == asked
        }
      }
  }

  /// The number in the path.
  func id(in asked: [String]) -> Int64? {
    steps.firstIndex(of: "{id}").flatMap { Self.id(asked[$0]) }
  }

  private static func id(_ text: String) -> Int64? {
    guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
    return Int64(text)
  }
}

/// One value in a query or a body.
struct Parameter: Sendable {
  enum Kind: Sendable {
    /// Characters at most, and a pattern of the whole.
    case text(limit: Int, pattern: String? = nil)
    case choice([String])
    case integer(ClosedRange<Int>)
    case flag
    /// Numbers of rows, so many at most.
    case ids(limit: Int)
    /// Of these, several.
    case choices([String])
    case texts(limit: Int)
  }

  let name: String
  let kind: Kind
  let isRequired: Bool
  let help: String

  init(_ name: String, _ kind: Kind, required: Bool = false, _ help: String) {
    self.name = name
    self.kind = kind
    isRequired = required
    self.help = help
  }

  /// As durations are written everywhere.
  static func duration(_ name: String, required: Bool = true, _ help: String) -> Parameter {
    Parameter(
      name, .text(limit: 9, pattern: "^([1-9][0-9]{0,6}(ms|s|m)|[1-9][0-9]{0,4}[hd])$"),
      required: required, help)
  }
}
