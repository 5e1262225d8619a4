/// OAuth's authorization code flow (RFC 6749, 4.1) as Mastodon has it: registered apps, codes that
/// are waiting, what was granted.
struct SignIn: Sendable {
    struct App: Sendable {
        let name: String
        let id: String
        let secret: String
        let redirect: String
        let scope: String
    }

    struct Grant: Sendable {
        let app: String
        let scope: String
    }

    /// "Display the code instead of redirecting".
    static let outOfBand = "urn:ietf:wg:oauth:2.0:oob"
    /// A test that registers more is wrong.
    static let limit = 1000

    var apps: [String: App] = [:]
    var codes: [String: Grant] = [:]
    private var issued = 0
    /// What the person at the browser grants, whatever was asked for.
    var onlyScope: String?

    mutating func next(_ kind: String) -> String {
        issued += 1
        return "\(kind)-\(issued)-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
    }
}

extension World {
    /// `POST /api/v1/apps`.
    mutating func register(_ request: APIRequest) -> Answer {
        guard let name = request.body.text("client_name"), !name.isEmpty,
            let redirect = request.body.text("redirect_uris"), signIn.apps.count < SignIn.limit
        else { return error(422, .tooManyIDs) }
        let app = SignIn.App(
            name: name, id: signIn.next("client"), secret: signIn.next("client-secret"),
            redirect: redirect, scope: request.body.text("scopes") ?? "read")
        signIn.apps[app.id] = app
        var writer = JSONWriter()
        writer.raw("{\"id\":\"\(signIn.apps.count)\",\"name\":")
        writer.string(app.name)
        writer.raw(",\"client_id\":\"\(app.id)\",\"client_secret\":\"\(app.secret)\"")
        writer.raw(",\"redirect_uri\":")
        writer.string(app.redirect)
        writer.raw(",\"vapid_key\":\"\"}")
        return .json(writer.bytes)
    }

    /// Stands for the page where the person at the account "brand" agrees; the page shows the code.
    mutating func authorize(_ request: APIRequest) -> Answer {
        let query = request.query
        guard let app = query.text("client_id").flatMap({ signIn.apps[$0] }),
            query.text("response_type") == "code", query.text("redirect_uri") == app.redirect
        else { return .error(400, "invalid_request") }
        let asked = query.text("scope") ?? "read"
        let granted = app.scope.split(separator: " ")
        guard asked.split(separator: " ").allSatisfy(granted.contains) else {
            return .error(400, "invalid_scope")
        }
        let code = signIn.next("code")
        signIn.codes[code] = .init(app: app.id, scope: signIn.onlyScope ?? asked)
        var writer = JSONWriter()
        writer.raw("{\"code\":\"\(code)\"}")
        return .json(writer.bytes)
    }

    /// `POST /oauth/token`. A code is good once.
    mutating func exchange(_ request: APIRequest, now: Moment) -> Answer {
        let body = request.body
        guard let app = body.text("client_id").flatMap({ signIn.apps[$0] }),
            body.text("client_secret") == app.secret
        else { return .error(401, "invalid_client") }
        guard body.text("grant_type") == "authorization_code",
            body.text("redirect_uri") == app.redirect,
            let grant = body.text("code").flatMap({ signIn.codes.removeValue(forKey: $0) }),
            grant.app == app.id
        else { return .error(400, "invalid_grant") }
        let token = signIn.next("granted-token")
        accounts.grant(token: token, to: 0)
        var writer = JSONWriter()
        writer.raw("{\"access_token\":\"\(token)\",\"token_type\":\"Bearer\",\"scope\":")
        writer.string(grant.scope)
        writer.raw(",\"created_at\":\(now.seconds)}")
        return .json(writer.bytes)
    }
}
