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
  case endHandoff(Int64, HandoffState, summary: String? = nil)
  /// A person's words to the customer; they can be taken back for a while, `maxUndo` at most.
  case reply(Int64, String, undo: Duration = .zero)
  case snooze(Int64, Duration)
  /// To a person, by id or name.
  case assign(Int64, String)
  /// A human is needed for this message, says a person.
  case openHandoff(message: String, team: String?, reason: String)
  case silences
  case silence(SilenceRequest)
  case endSilence(Int64)
  /// After this number.
  case corrections(after: Int64)
  case correct(message: String, Correction.Kind, was: String?, now: String?)
  case drafts
  /// With other words, if given.
  case approve(Int64, text: String? = nil)
  case discard(Int64, reason: String? = nil)
  case incidents(all: Bool)
  case incident(Int64)
  /// By a person, for one message.
  case openIncident(procedure: String, message: String)
  /// A person agrees that it ends.
  case resumeIncident(Int64)
  /// What a procedure would do now; nothing is held, told or posted.
  case drill(procedure: String)
  /// How many replies on their way a hold would stop.
  case covered(Hold.Scope)
  case holds
  case hold(Hold.Scope, reason: String)
  /// nil: every hold that no incident has.
  case resume(Hold.Scope?)
  /// Into a file that is not there yet, by its whole path.
  case backup(String)
  /// An author: `connector/remote id`, or a handle.
  case forget(String)
  /// A period as operators write it, see `ReportPeriod`; nil: until now.
  case report(since: String, until: String?)
  /// The messages behind a report, page by page: those after a row, nil for the first ones.
  case reportRows(since: String, until: String?, after: Int64?)
  /// For whoever asks: the desk puts in who that is. The query's `teams` are a limit that whoever
  /// passes the command on sets: no request has them.
  case inbox(InboxQuery)
  case conversation(Int64)
  /// For colleagues.
  case note(conversation: Int64, text: String)
  case macros
  case addMacro(name: String, text: String)
  case removeMacro(Int64)
  /// One's own, before it leaves.
  case undo(reply: Int64)
  /// What the guide says of words that may become a reply.
  case review(handoff: Int64, text: String)
  case bulk([Int64], BulkAction)

  /// A reply waits so long for second thoughts, at most.
  public static let maxUndo: Duration = .seconds(60)
  /// Who gets in, and what the audit log holds.
  case access(AccessCommand)
}

/// What nobody shall be told of, and for how long. Each nil: any.
public struct SilenceRequest: Sendable, Hashable {
  public var team: String?
  public var category: String?
  public var connector: String?
  public var author: String?
  public var reason: String
  public var duration: Duration

  public init(
    team: String? = nil, category: String? = nil, connector: String? = nil,
    author: String? = nil, reason: String, duration: Duration
  ) {
    self.team = team
    self.category = category
    self.connector = connector
    self.author = author
    self.reason = reason
    self.duration = duration
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
}

extension OperatorCommand {
  static func period(_ since: String, _ until: String?) -> [String: String] {
    ["since": since].merging(until.map { ["until": $0] } ?? [:]) { $1 }
  }

  static func report(_ request: Request) -> OperatorCommand? {
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
