/// The endpoints of the client API.
enum Route: Equatable, Sendable {
    case verifyCredentials, instance, instanceV1
    case notifications
    case policy, conversations, search
    case apps, authorize, token
    case tag(String)
    case accountStatuses(Int64?)
    case statuses
    case status(Int64?)
    case context(Int64?)
    case post
    case edit(Int64?)
    case delete(Int64?)

    static func parse(method: String, path: String) -> Route? {
        let parts = path.split(separator: "/")
        if parts.count == 2, parts[0] == "oauth" {
            switch (method, parts[1]) {
            case ("GET", "authorize"): return .authorize
            case ("POST", "token"): return .token
            default: return nil
            }
        }
        guard parts.count >= 3, parts[0] == "api" else { return nil }
        if parts[1] == "v2" {
            switch (method, parts[2], parts.count) {
            case ("GET", "instance", 3): return .instance
            case ("GET", "search", 3): return .search
            case ("GET", "notifications", 4) where parts[3] == "policy": return .policy
            default: return nil
            }
        }
        guard parts[1] == "v1" else { return nil }
        switch (method, parts[2], parts.count) {
        case ("GET", "notifications", 3): return .notifications
        case ("GET", "instance", 3): return .instanceV1
        case ("GET", "conversations", 3): return .conversations
        case ("POST", "apps", 3): return .apps
        case ("GET", "statuses", 3): return .statuses
        case ("POST", "statuses", 3): return .post
        case ("GET", "statuses", 4): return .status(Int64(parts[3]))
        case ("PUT", "statuses", 4): return .edit(Int64(parts[3]))
        case ("DELETE", "statuses", 4): return .delete(Int64(parts[3]))
        case ("GET", "statuses", 5) where parts[4] == "context": return .context(Int64(parts[3]))
        case ("GET", "accounts", 4) where parts[3] == "verify_credentials":
            return .verifyCredentials
        case ("GET", "accounts", 5) where parts[4] == "statuses":
            return .accountStatuses(Int64(parts[3]))
        case ("GET", "timelines", 5) where parts[3] == "tag":
            return .tag(Fields.decoded(Array(parts[4].utf8)))
        default: return nil
        }
    }

    /// How the record counts it.
    var name: String {
        switch self {
        case .verifyCredentials: "GET /api/v1/accounts/verify_credentials"
        case .instance: "GET /api/v2/instance"
        case .instanceV1: "GET /api/v1/instance"
        case .notifications: "GET /api/v1/notifications"
        case .policy: "GET /api/v2/notifications/policy"
        case .conversations: "GET /api/v1/conversations"
        case .search: "GET /api/v2/search"
        case .apps: "POST /api/v1/apps"
        case .authorize: "GET /oauth/authorize"
        case .token: "POST /oauth/token"
        case .tag: "GET /api/v1/timelines/tag/:tag"
        case .accountStatuses: "GET /api/v1/accounts/:id/statuses"
        case .statuses: "GET /api/v1/statuses"
        case .status: "GET /api/v1/statuses/:id"
        case .context: "GET /api/v1/statuses/:id/context"
        case .post: "POST /api/v1/statuses"
        case .edit: "PUT /api/v1/statuses/:id"
        case .delete: "DELETE /api/v1/statuses/:id"
        }
    }

    /// The default and the greatest `limit` of a paged endpoint.
    var pageLimits: (standard: Int, most: Int)? {
        switch self {
        case .notifications: (40, 80)
        case .tag, .accountStatuses, .conversations: (20, 40)
        default: nil
        }
    }

    var isOpen: Bool {
        [.instance, .instanceV1, .apps, .authorize, .token].contains(self)
    }

    /// Query keys of the documentation; `[]` marks a list.
    var queryKeys: [String] {
        let paging = ["min_id", "max_id", "since_id", "limit"]
        return switch self {
        case .notifications:
            paging + ["types[]", "exclude_types[]", "account_id", "include_filtered"]
        case .tag: paging + ["any[]", "all[]", "none[]", "local", "remote", "only_media"]
        case .accountStatuses:
            paging + ["only_media", "exclude_replies", "exclude_reblogs", "pinned", "tagged"]
        case .statuses: ["id[]"]
        case .conversations: paging
        case .search: ["q", "type", "limit", "resolve", "offset", "following"]
        case .authorize:
            ["response_type", "client_id", "redirect_uri", "scope", "force_login", "lang", "state"]
        case .delete: ["delete_media"]
        default: []
        }
    }

    /// Body keys with whether JSON must give them as text.
    var bodyKeys: [String: Bool] {
        switch self {
        case .post:
            [
                "status": true, "in_reply_to_id": true, "visibility": true, "language": true,
                "spoiler_text": true,
                "sensitive": false, "media_ids[]": true, "scheduled_at": true,
            ]
        case .apps:
            ["client_name": true, "redirect_uris": true, "scopes": true, "website": true]
        case .token:
            [
                "grant_type": true, "code": true, "client_id": true, "client_secret": true,
                "redirect_uri": true, "scope": true,
            ]
        case .edit:
            [
                "status": true, "language": true, "spoiler_text": true, "sensitive": false,
                "media_ids[]": true,
            ]
        default: [:]
        }
    }
}
