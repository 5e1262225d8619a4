public import PluginKit

/// What an operator can ask or change. One vocabulary for the local API, the command line and later
/// the console.
public enum OperatorCommand: Sendable, Hashable {
  case status
  /// What runs, for `replyd diff`.
  case config
  case verify
  case why(String)
  case handoffs(all: Bool)
  case take(Int64)
  case endHandoff(Int64, HandoffState)
  case drafts
  case approve(Int64)
  case discard(Int64)
  case holds
  case hold(Hold.Scope, reason: String)
  /// nil: every hold.
  case resume(Hold.Scope?)
  /// Into a file that is not there yet, by its whole path.
  case backup(String)
  /// An author: `connector/remote id`, or a handle.
  case forget(String)
  /// A period as operators write it, see `ReportPeriod`; nil: until now.
  case report(since: String, until: String?)
  /// The messages behind a report, page by page: those after a row, nil for the first ones.
  case reportRows(since: String, until: String?, after: Int64?)

  /// Changes need the operator's token, and so do the config's values, which hold addresses and
  /// the marks of secrets, and reports, which name customers.
  public var needsToken: Bool {
    switch self {
    case .status, .verify, .why, .handoffs, .drafts, .holds: false
    case .config, .take, .endHandoff, .approve, .discard, .hold, .resume, .backup, .forget, .report,
      .reportRows:
      true
    }
  }
}

/// The HTTP form under `/api/v1/`.
extension OperatorCommand {
  public struct Request: Sendable, Hashable {
    public var method: String
    /// Below `/api/v1/`, percent-decoded segments.
    public var path: [String]
    public var query: [String: String]
    public var body: JSONValue

    public init(
      method: String, path: [String], query: [String: String] = [:], body: JSONValue = .object([])
    ) {
      self.method = method
      self.path = path
      self.query = query
      self.body = body
    }
  }

  public var request: Request {
    switch self {
    case .status: Request(method: "GET", path: ["status"])
    case .config: Request(method: "GET", path: ["config"])
    case .verify: Request(method: "GET", path: ["verify"])
    case .why(let name): Request(method: "GET", path: ["why"], query: ["message": name])
    case .handoffs(let all):
      Request(method: "GET", path: ["handoffs"], query: all ? ["all": "true"] : [:])
    case .take(let id): Request(method: "POST", path: ["handoffs", "\(id)", "take"])
    case .endHandoff(let id, let state):
      Request(method: "POST", path: ["handoffs", "\(id)", state.rawValue])
    case .drafts: Request(method: "GET", path: ["drafts"])
    case .approve(let id): Request(method: "POST", path: ["drafts", "\(id)", "approve"])
    case .discard(let id): Request(method: "POST", path: ["drafts", "\(id)", "discard"])
    case .holds: Request(method: "GET", path: ["holds"])
    case .hold(let scope, let reason):
      Request(
        method: "POST", path: ["holds"],
        body: ["scope": .string(scope.text), "reason": .string(reason)])
    case .resume(let scope):
      Request(method: "DELETE", path: ["holds"], query: scope.map { ["scope": $0.text] } ?? [:])
    case .backup(let path):
      Request(method: "POST", path: ["backups"], body: ["path": .string(path)])
    case .forget(let author):
      Request(method: "POST", path: ["forgotten"], body: ["author": .string(author)])
    case .report(let since, let until):
      Request(method: "GET", path: ["report"], query: Self.period(since, until))
    case .reportRows(let since, let until, let after):
      Request(
        method: "GET", path: ["report", "rows"],
        query: Self.period(since, until).merging(after.map { ["after": "\($0)"] } ?? [:]) { $1 })
    }
  }

  /// nil for what is not part of the API.
  public init?(_ request: Request) {
    let id = request.path.count == 3 ? Int64(request.path[1]) : nil
    switch (request.method, request.path.first, request.path.count) {
    case ("GET", "status", 1): self = .status
    case ("GET", "config", 1): self = .config
    case ("GET", "verify", 1): self = .verify
    case ("GET", "why", 1): self = .why(request.query["message"] ?? "")
    case ("GET", "handoffs", 1): self = .handoffs(all: request.query["all"] == "true")
    case ("GET", "drafts", 1): self = .drafts
    case ("GET", "holds", 1): self = .holds
    case ("POST", "handoffs", 3):
      guard let id else { return nil }
      if request.path[2] == "take" {
        self = .take(id)
      } else if let state = HandoffState(rawValue: request.path[2]), !state.isWaiting,
        state != .taken
      {
        self = .endHandoff(id, state)
      } else {
        return nil
      }
    case ("POST", "drafts", 3):
      guard let id, ["approve", "discard"].contains(request.path[2]) else { return nil }
      self = request.path[2] == "approve" ? .approve(id) : .discard(id)
    case ("POST", "holds", 1):
      guard let scope = request.body["scope"]?.string.flatMap(Hold.Scope.init(text:)) else {
        return nil
      }
      self = .hold(scope, reason: request.body["reason"]?.string ?? "by an operator")
    case ("POST", "backups", 1):
      guard let path = request.body["path"]?.string else { return nil }
      self = .backup(path)
    case ("POST", "forgotten", 1):
      guard let author = request.body["author"]?.string, !author.isEmpty else { return nil }
      self = .forget(author)
    case ("GET", "report", 1), ("GET", "report", 2):
      guard let command = Self.report(request) else { return nil }
      self = command
    case ("DELETE", "holds", 1):
      guard let text = request.query["scope"] else {
        self = .resume(nil)
        return
      }
      guard let scope = Hold.Scope(text: text) else { return nil }
      self = .resume(scope)
    default: return nil
    }
  }
}

extension OperatorCommand {
  private static func period(_ since: String, _ until: String?) -> [String: String] {
    ["since": since].merging(until.map { ["until": $0] } ?? [:]) { $1 }
  }

  private static func report(_ request: Request) -> OperatorCommand? {
    let since = request.query["since"] ?? "7d"
    let until = request.query["until"]
    if request.path.count == 1 { return .report(since: since, until: until) }
    guard request.path[1] == "rows" else { return nil }
    guard let text = request.query["after"] else {
      return .reportRows(since: since, until: until, after: nil)
    }
    return Int64(text).map { .reportRows(since: since, until: until, after: $0) }
  }
}

extension Hold.Scope {
  /// `all`, `connector:ID` or `conversation:ROW`.
  public var text: String {
    switch self {
    case .everything: "all"
    case .connector(let id): "connector:\(id)"
    case .conversation(let row): "conversation:\(row)"
    }
  }

  public init?(text: String) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    switch (parts.first, parts.count) {
    case ("all", 1): self = .everything
    case ("connector", 2): self = .connector(parts[1])
    case ("conversation", 2):
      guard let row = Int64(parts[1]) else { return nil }
      self = .conversation(row)
    default: return nil
    }
  }
}
