import Foundation
import Testing

@testable import LoopbackMastodon

/// Sign-in, private threads, and what tests do to them.
@Suite struct SignInTests {
    private func send(
        _ world: inout World, _ method: String, _ path: String, _ form: String
    ) -> Answer {
        let fields = Fields(form: form.utf8)
        let isPost = method == "POST"
        return world.answer(
            APIRequest(
                method: method, path: path, query: isPost ? Fields() : fields,
                body: isPost ? fields : Fields()), now: .after(0))
    }

    private func member(_ name: String, of answer: Answer) throws -> String {
        let object = try JSONSerialization.jsonObject(with: Data(answer.text.utf8))
        return try #require((object as? [String: Any])?[name] as? String)
    }

    @Test func aCodeIsGoodOnceAndOnlyForItsApp() throws {
        var world = World.make()
        let app = send(
            &world, "POST", "/api/v1/apps",
            "client_name=x&redirect_uris=\(SignIn.outOfBand)&scopes=read+write")
        let id = try member("client_id", of: app)
        let secret = try member("client_secret", of: app)
        let asked = "response_type=code&client_id=\(id)&redirect_uri=\(SignIn.outOfBand)"
        let page = send(&world, "GET", "/oauth/authorize", asked + "&scope=read")
        let code = try member("code", of: page)
        let exchange =
            "grant_type=authorization_code&client_id=\(id)&redirect_uri=\(SignIn.outOfBand)"
        let wrong = send(
            &world, "POST", "/oauth/token", exchange + "&client_secret=no&code=\(code)")
        #expect(wrong.status == 401)
        let form = exchange + "&client_secret=\(secret)&code=\(code)"
        let token = send(&world, "POST", "/oauth/token", form)
        #expect(try member("scope", of: token) == "read")
        #expect(send(&world, "POST", "/oauth/token", form).status == 400)
        let granted = try member("access_token", of: token)
        #expect(world.get("/api/v1/accounts/verify_credentials", token: granted).status == 200)
        try world.revoke(Fields(json: Data("{\"token\":\"\(granted)\"}".utf8)))
        #expect(world.get("/api/v1/accounts/verify_credentials", token: granted).status == 401)
        let tooMuch = send(&world, "GET", "/oauth/authorize", asked + "&scope=admin")
        #expect(tooMuch.status == 400)
    }

    @Test func aConversationIsPagedByItsLastStatus() throws {
        var world = World.make()
        func write(_ text: String, _ author: String, to parent: Int64? = nil, at: Int64) throws
            -> Int64
        {
            try world.customer(text, author: author, at: at) { post in
                post.visibility = .direct
                post.isSilent = true
                post.inReplyTo = parent
            }.status
        }
        let first = try write("one", "alice", at: 1)
        let other = try write("two", "bob", at: 2)
        let last = try write("three", "alice", to: first, at: 3)
        let page = world.get("/api/v1/conversations?limit=1")
        #expect(page.text.contains("\"last_status\":{\"id\":\"\(last)\""))
        #expect(page.link?.contains("min_id=\(last)") == true)
        let older = world.get("/api/v1/conversations?max_id=\(last)")
        #expect(older.text.contains("\"last_status\":{\"id\":\"\(other)\""))
        #expect(!older.text.contains("\"last_status\":{\"id\":\"\(first)\""))
        #expect(world.page("limit=10").isEmpty, "silent ones raise no notification")
        #expect(world.violationKinds.isEmpty)
    }
}
