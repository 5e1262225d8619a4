import Foundation

@testable import LoopbackMastodon

extension Moment {
    /// 2026-08-01T13:51:43Z, and so many seconds later.
    static func after(_ seconds: Int64) -> Moment {
        Moment(micros: (1_785_592_303 + seconds) * 1_000_000)
    }
}

extension World {
    static func make(
        honoursIdempotencyKeys: Bool = true, postLimit: Int = 0, rateLimit: Int = 0
    ) -> World {
        World(
            options: ServerOptions(
                clients: [.init(name: "brand", token: "T"), .init(name: "other", token: "U")],
                honoursIdempotencyKeys: honoursIdempotencyKeys, postLimit: postLimit,
                rateLimit: rateLimit, locale: .en))
    }

    /// Lets a customer write, and returns the ids.
    mutating func customer(
        _ text: String, author: String = "alice", at seconds: Int64 = 0,
        _ change: (inout CustomerPost) -> Void = { _ in }
    ) throws -> CustomerReceipt {
        var post = CustomerPost(author: author, text: text)
        change(&post)
        return try add(post, now: .after(seconds))
    }

    mutating func get(_ target: String, token: String? = "T", at seconds: Int64 = 0) -> Answer {
        let parts = target.split(separator: "?", maxSplits: 1)
        let query = parts.count > 1 ? Fields(form: parts[1].utf8) : Fields()
        let request = APIRequest(method: "GET", path: String(parts[0]), query: query, token: token)
        return answer(request, now: .after(seconds))
    }

    mutating func post(_ form: String, key: String? = "k", at seconds: Int64 = 0) -> Answer {
        answer(
            APIRequest(
                method: "POST", path: "/api/v1/statuses", body: Fields(form: form.utf8), token: "T",
                idempotencyKey: key),
            now: .after(seconds))
    }

    mutating func setFault(_ json: String) throws {
        try setFaults(Fields(json: .init(json.utf8)))
    }

    /// Ids on the brand's page of notifications, in order.
    mutating func page(_ query: String) -> [String] { get("/api/v1/notifications?\(query)").ids }

    var violationKinds: [Violation.Kind] { violations.entries.map(\.violation.kind) }
}
