import PluginKit

/// How the console's own commands travel.
extension OperatorCommand {
  /// nil for a command that is none of the console's.
  var deskRequest: Request? {
    func post(_ path: [String], _ members: [JSONValue.Member] = []) -> Request {
      Request(method: "POST", path: path, body: .object(members))
    }
    return switch self {
    case .inbox(let query): Request(method: "GET", path: ["inbox"], query: query.parameters)
    case .conversation(let id): Request(method: "GET", path: ["conversations", "\(id)"])
    case .note(let conversation, let text):
      post(["conversations", "\(conversation)", "notes"], [.init("text", .string(text))])
    case .macros: Request(method: "GET", path: ["macros"])
    case .addMacro(let name, let text):
      post(["macros"], [.init("name", .string(name)), .init("text", .string(text))])
    case .removeMacro(let id): post(["macros", "\(id)", "remove"])
    case .undo(let reply): post(["replies", "\(reply)", "undo"])
    case .review(let handoff, let text):
      post(["handoffs", "\(handoff)", "review"], [.init("text", .string(text))])
    case .bulk(let ids, let action):
      post(
        ["handoffs", "bulk"], [.init("ids", .array(ids.map { .int($0) }))] + action.members)
    default: nil
    }
  }

  /// nil for what is none of the console's.
  static func desk(_ request: Request) -> OperatorCommand? {
    let path = request.path
    switch (request.method, path.first, path.count) {
    case ("GET", "inbox", 1): return InboxQuery(request.query).map { .inbox($0) }
    case ("GET", "macros", 1): return .macros
    case ("GET", "conversations", 2): return Int64(path[1]).map { .conversation($0) }
    case ("POST", "macros", 1):
      guard let name = request.body["name"]?.string, let text = request.body["text"]?.string
      else { return nil }
      return .addMacro(name: name, text: text)
    case ("POST", "handoffs", 2) where path[1] == "bulk": return bulk(request.body)
    case ("POST", _, 3): return Int64(path[1]).flatMap { changing(path, $0, request.body) }
    default: return nil
    }
  }

  private static func changing(_ path: [String], _ id: Int64, _ body: JSONValue)
    -> OperatorCommand?
  {
    let text = body["text"]?.string
    return switch (path[0], path[2]) {
    case ("conversations", "notes"): text.map { .note(conversation: id, text: $0) }
    case ("macros", "remove"): .removeMacro(id)
    case ("replies", "undo"): .undo(reply: id)
    case ("handoffs", "review"): text.map { .review(handoff: id, text: $0) }
    default: nil
    }
  }

  private static func bulk(_ body: JSONValue) -> OperatorCommand? {
    guard let action = BulkAction(body), let given = body["ids"]?.array, !given.isEmpty,
      given.count <= BulkAction.maxHandoffs
    else { return nil }
    let ids = given.compactMap { $0.number.flatMap(Int64.init(exactly:)) }
    return ids.count == given.count ? .bulk(ids, action) : nil
  }
}

extension InboxQuery {
  /// Whoever asks is no parameter: that is found out, not said.
  fileprivate var parameters: [String: String] {
    var parameters = ["queue": queue.rawValue, "limit": "\(limit)"]
    parameters["team"] = team
    parameters["connector"] = connector
    parameters["urgency"] = urgency?.name
    parameters["q"] = search
    parameters["after"] = after?.description
    return parameters
  }

  /// An empty field of a form says nothing.
  fileprivate init?(_ parameters: [String: String]) {
    let given = parameters.filter { !$0.value.isEmpty }
    guard let queue = Queue(rawValue: given["queue"] ?? Queue.waiting.rawValue),
      let limit = Int(given["limit"] ?? "50"), limit > 0
    else { return nil }
    let urgency = given["urgency"].map { Urgency(name: $0) }
    let after = given["after"].map { InboxCursor($0) }
    if case .some(.none) = urgency { return nil }
    if case .some(.none) = after { return nil }
    self.init(
      queue, name: "", team: given["team"], connector: given["connector"],
      urgency: urgency ?? nil, search: given["q"], after: after ?? nil, limit: limit)
  }
}
