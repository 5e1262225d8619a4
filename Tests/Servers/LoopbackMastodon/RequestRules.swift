/// What can be held against a request by looking at it alone.
enum RequestRules {
    static let listLimit = 20

    private static let ids = ["min_id", "max_id", "since_id", "account_id", "id[]"]
    private static let flags = [
        "include_filtered", "only_media", "local", "remote", "exclude_replies",
    ]
    private static let types = [
        "mention", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update",
        "quote",
        "quoted_update", "severed_relationships", "moderation_warning", "admin.sign_up",
        "admin.report",
    ]

    static func violations(of request: APIRequest, at route: Route) -> [Violation] {
        var found: [Violation] = []
        if !request.hasUserAgent { found.append(Violation(kind: .missingUserAgent, detail: "")) }
        let known = route.queryKeys
        for (key, value) in request.query.entries {
            guard known.contains(key) else {
                found.append(Violation(kind: .unknownQueryKey, detail: key))
                continue
            }
            if case .text(let text) = value, let violation = judge(key, text, at: route) {
                found.append(violation)
            }
        }
        if request.bodyIsUnreadable { found.append(Violation(kind: .unreadableBody, detail: "")) }
        let bodyKeys = route.bodyKeys
        for (key, value) in request.body.entries {
            guard let mustBeText = bodyKeys[key] else {
                found.append(Violation(kind: .unknownBodyKey, detail: key))
                continue
            }
            if case .text = value { continue }
            if mustBeText, value != .null {
                found.append(Violation(kind: .wrongParameter, detail: "\(key) is not text"))
            }
        }
        return found
    }

    private static func judge(_ key: String, _ text: String, at route: Route) -> Violation? {
        if key == "since_id" { return Violation(kind: .sinceIDUsed, detail: text) }
        if key == "limit" {
            guard let limit = Int(text), limit > 0 else {
                return Violation(kind: .wrongParameter, detail: "limit=\(text)")
            }
            let most = route == .search ? 40 : route.pageLimits?.most ?? 0
            return limit > most ? Violation(kind: .limitTooHigh, detail: "\(limit) > \(most)") : nil
        }
        let isWrong =
            ids.contains(key) && (Int64(text) ?? -1) < 0
            || flags.contains(key) && !["true", "false", "1", "0"].contains(text)
            || (key == "types[]" || key == "exclude_types[]") && !types.contains(text)
        return isWrong ? Violation(kind: .wrongParameter, detail: "\(key)=\(text)") : nil
    }
}
