import PluginKit

/// How commands travel: written by the command line, read by the local API.
extension OperatorCommand {
  public var request: Request {
    func get(_ path: String, _ query: [String: String] = [:]) -> Request {
      Request(method: "GET", path: [path], query: query)
    }
    func post(_ path: [String], _ body: [String: String?] = [:]) -> Request {
      let members = body.sorted { $0.key < $1.key }.compactMap { name, value in
        value.map { JSONValue.Member(name, .string($0)) }
      }
      return Request(method: "POST", path: path, body: .object(members))
    }
    return switch self {
    case .status: get("status")
    case .config: get("config")
    case .verify: get("verify")
    case .why(let name): get("why", ["message": name])
    case .handoffs(let all): get("handoffs", all ? ["all": "true"] : [:])
    case .take(let id): post(["handoffs", "\(id)", "take"])
    case .endHandoff(let id, let state, let summary):
      post(["handoffs", "\(id)", state.rawValue], ["summary": summary])
    case .reply(let id, let text, let undo):
      post(
        ["handoffs", "\(id)", "reply"],
        ["text": text, "undoFor": undo > .zero ? undo.text : nil])
    case .snooze(let id, let duration):
      post(["handoffs", "\(id)", "snooze"], ["for": duration.text])
    case .assign(let id, let person): post(["handoffs", "\(id)", "assign"], ["to": person])
    case .openHandoff(let message, let team, let reason):
      post(["handoffs"], ["message": message, "team": team, "reason": reason])
    case .silences: get("silences")
    case .silence(let asked):
      post(
        ["silences"],
        [
          "team": asked.team, "category": asked.category, "connector": asked.connector,
          "author": asked.author, "reason": asked.reason, "for": asked.duration.text,
        ])
    case .endSilence(let id): post(["silences", "\(id)", "end"])
    case .corrections(let after): get("corrections", ["after": "\(after)"])
    case .correct(let message, let kind, let was, let now):
      post(
        ["corrections"], ["message": message, "kind": kind.rawValue, "was": was, "now": now])
    case .drafts: get("drafts")
    case .approve(let id, let text): post(["drafts", "\(id)", "approve"], ["text": text])
    case .discard(let id, let reason):
      post(["drafts", "\(id)", "discard"], ["reason": reason])
    case .incidents(let all): get("incidents", all ? ["all": "true"] : [:])
    case .incident(let id): Request(method: "GET", path: ["incidents", "\(id)"])
    case .openIncident(let procedure, let message):
      post(["incidents"], ["procedure": procedure, "message": message])
    case .resumeIncident(let id): post(["incidents", "\(id)", "resume"])
    case .drill(let procedure): post(["incidents", "drill"], ["procedure": procedure])
    case .covered(let scope): get("covered", ["scope": scope.text])
    case .holds: get("holds")
    case .hold(let scope, let reason): post(["holds"], ["scope": scope.text, "reason": reason])
    case .resume(let scope):
      Request(method: "DELETE", path: ["holds"], query: scope.map { ["scope": $0.text] } ?? [:])
    case .backup(let path): post(["backups"], ["path": path])
    case .forget(let author): post(["forgotten"], ["author": author])
    case .report(let since, let until): get("report", Self.period(since, until))
    case .reportRows(let since, let until, let after):
      Request(
        method: "GET", path: ["report", "rows"],
        query: Self.period(since, until).merging(after.map { ["after": "\($0)"] } ?? [:]) { $1 })
    case .inbox, .conversation, .note, .macros, .addMacro, .removeMacro, .undo, .review, .bulk:
      deskRequest ?? get("inbox")
    case .access(let command): command.request
    }
  }

  /// nil for what is not part of the API.
  public init?(_ request: Request) {
    guard let first = request.path.first else { return nil }
    if let command = Self.desk(request) ?? AccessCommand(request).map({ .access($0) }) {
      self = command
      return
    }
    let command: OperatorCommand? =
      switch (request.method, request.path.count) {
      case ("GET", 1) where first == "report": Self.report(request)
      case ("GET", 2) where first == "report": Self.report(request)
      case ("GET", 2) where first == "incidents": Int64(request.path[1]).map { .incident($0) }
      case ("GET", 1): Self.reading(first, request.query)
      case ("POST", 1): Self.adding(first, request.body)
      case ("POST", 2) where request.path == ["incidents", "drill"]:
        request.body["procedure"]?.string.map { .drill(procedure: $0) }
      case ("POST", 3):
        Int64(request.path[1]).flatMap { Self.changing(first, $0, request.path[2], request.body) }
      case ("DELETE", 1) where first == "holds": Self.releasing(request.query["scope"])
      default: nil
      }
    guard let command else { return nil }
    self = command
  }

  private static func reading(_ what: String, _ query: [String: String]) -> OperatorCommand? {
    switch what {
    case "status": .status
    case "config": .config
    case "verify": .verify
    case "why": .why(query["message"] ?? "")
    case "handoffs": .handoffs(all: query["all"] == "true")
    case "drafts": .drafts
    case "holds": .holds
    case "incidents": .incidents(all: query["all"] == "true")
    case "covered": query["scope"].flatMap(Hold.Scope.init(text:)).map { .covered($0) }
    case "silences": .silences
    case "corrections": Int64(query["after"] ?? "0").map { .corrections(after: $0) }
    default: nil
    }
  }

  private static func adding(_ what: String, _ body: JSONValue) -> OperatorCommand? {
    func text(_ name: String) -> String? { body[name]?.string.flatMap { $0.isEmpty ? nil : $0 } }
    switch what {
    case "holds":
      return text("scope").flatMap(Hold.Scope.init(text:)).map {
        .hold($0, reason: text("reason") ?? "by an operator")
      }
    case "incidents":
      guard let procedure = text("procedure"), let message = text("message") else { return nil }
      return .openIncident(procedure: procedure, message: message)
    case "backups": return text("path").map { .backup($0) }
    case "forgotten": return text("author").map { .forget($0) }
    case "handoffs":
      return text("message").map {
        .openHandoff(
          message: $0, team: text("team"), reason: text("reason") ?? "a person asked for it")
      }
    case "silences":
      guard let duration = text("for").flatMap(Duration.init(text:)) else { return nil }
      return .silence(
        SilenceRequest(
          team: text("team"), category: text("category"), connector: text("connector"),
          author: text("author"), reason: text("reason") ?? "by an operator", duration: duration))
    case "corrections":
      guard let message = text("message"),
        let kind = text("kind").flatMap(Correction.Kind.init(rawValue:))
      else { return nil }
      return .correct(message: message, kind, was: text("was"), now: text("now"))
    default: return nil
    }
  }

  private static func changing(
    _ what: String, _ id: Int64, _ verb: String, _ body: JSONValue
  ) -> OperatorCommand? {
    func text(_ name: String) -> String? { body[name]?.string.flatMap { $0.isEmpty ? nil : $0 } }
    switch (what, verb) {
    case ("handoffs", "take"): return .take(id)
    // The guide says of an empty text that it is one.
    case ("handoffs", "reply"):
      let undo = Duration(text: text("undoFor") ?? "0s")
      guard let words = body["text"]?.string, let undo, undo <= maxUndo else { return nil }
      return .reply(id, words, undo: undo)
    case ("handoffs", "snooze"):
      return text("for").flatMap(Duration.init(text:)).map { .snooze(id, $0) }
    case ("handoffs", "assign"): return text("to").map { .assign(id, $0) }
    case ("handoffs", _):
      guard let state = HandoffState(rawValue: verb), !state.isWaiting, state != .taken else {
        return nil
      }
      return .endHandoff(id, state, summary: text("summary"))
    case ("drafts", "approve"): return .approve(id, text: body["text"]?.string)
    case ("drafts", "discard"): return .discard(id, reason: text("reason"))
    case ("incidents", "resume"): return .resumeIncident(id)
    case ("silences", "end"): return .endSilence(id)
    default: return nil
    }
  }

  private static func releasing(_ scope: String?) -> OperatorCommand? {
    guard let scope else { return .resume(nil) }
    return Hold.Scope(text: scope).map { .resume($0) }
  }
}
