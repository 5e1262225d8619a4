import Testing

@testable import LoopbackMastodon

@Suite struct PostingTests {
    @Test func aRepeatedKeyGivesTheFirstStatusForAnHour() throws {
        var world = World.make()
        let first = try world.post("status=one", key: "a", at: 0).status().id
        #expect(try world.post("status=one", key: "a", at: 3599).status().id == first)
        #expect(try world.post("status=one", key: "a", at: 3601).status().id != first)
        #expect(world.statuses.all.count == 2)
    }

    @Test func withoutIdempotencyEveryPostIsNew() throws {
        var world = World.make(honoursIdempotencyKeys: false)
        let first = try world.post("status=one", key: "a").status().id
        #expect(try world.post("status=one", key: "a").status().id != first)
    }

    @Test func aKeyWithAnotherTextIsAViolation() throws {
        var world = World.make()
        _ = world.post("status=one", key: "a")
        #expect(try world.post("status=two", key: "a").status().content == "<p>one</p>")
        #expect(world.violationKinds == [.idempotencyKeyReused])
    }

    @Test(arguments: [
        ("status=", 422, "Validation failed: Text can't be blank"),
        ("status=+%0A", 422, "Validation failed: Text can't be blank"),
        (
            "status=x&visibility=secret", 422,
            "Validation failed: Visibility is not included in the list"
        ),
        (
            "status=x&in_reply_to_id=7", 404,
            "The post you are trying to reply to does not appear to exist."
        ),
        (
            "status=" + String(repeating: "x", count: 501), 422,
            "Validation failed: Text character limit of 500 exceeded"
        ),
    ])
    func aBadPostIsRefused(form: String, status: Int, error: String) throws {
        var world = World.make()
        let answer = world.post(form)
        #expect(answer.status == status)
        #expect(try answer.error() == error)
        #expect(world.statuses.all.isEmpty)
    }

    @Test func aReplyShowsInTheContext() throws {
        var world = World.make()
        let parent = try world.customer("help").status
        let reply = try world.post("status=%40alice+yes&in_reply_to_id=\(parent)").status()
        #expect(reply.in_reply_to_id == "\(parent)")
        let context = world.get("/api/v1/statuses/\(parent)/context").text
        #expect(context.contains("\"descendants\":[{\"id\":\"\(reply.id)\""))
        #expect(world.violationKinds.isEmpty)
    }

    @Test(arguments: [
        ("status=yes&visibility=unlisted", [Violation.Kind.missingMention]),
        ("status=%40alice+yes&visibility=public", [.visibilityWidened]),
        ("status=%40alice+yes", [.visibilityWidened]),
        ("status=%40alice+yes&visibility=direct", []),
        ("status=%40alice+yes&visibility=unlisted&foo=1", [.unknownBodyKey]),
    ])
    func aCarelessReplyIsAViolation(form: String, expected: [Violation.Kind]) throws {
        var world = World.make()
        let parent = try world.customer("help") { $0.visibility = .unlisted }.status
        #expect(world.post("\(form)&in_reply_to_id=\(parent)").status == 200)
        #expect(world.violationKinds == expected)
    }

    @Test func mentioningAnotherClientNotifiesIt() throws {
        var world = World.make()
        _ = world.post("status=%40other+hello")
        #expect(world.get("/api/v1/notifications", token: "U").ids.count == 1)
        #expect(world.page("limit=5").isEmpty)
    }

    @Test func aPrivateStatusHidesFromOthers() throws {
        var world = World.make()
        let status = try world.customer("secret") { $0.visibility = .direct }.status
        #expect(world.get("/api/v1/statuses/\(status)").status == 200)
        #expect(world.get("/api/v1/statuses/\(status)", token: "U").status == 404)
    }

    @Test func aDeletedStatusIsGoneEverywhere() throws {
        var world = World.make()
        let parent = try world.customer("help #tag").status
        let reply = try world.post("status=%40alice+yes&in_reply_to_id=\(parent)").status().id
        try world.deleteCustomerStatus(Fields(form: "status=\(parent)".utf8), now: .after(9))
        #expect(world.get("/api/v1/statuses/\(parent)").status == 404)
        #expect(world.get("/api/v1/statuses?id[]=\(parent)&id[]=\(reply)").ids == [reply])
        #expect(world.page("limit=5").isEmpty)
        #expect(try world.get("/api/v1/statuses/\(reply)").status().in_reply_to_id == nil)
    }

    @Test func anEditSetsEditedAt() throws {
        var world = World.make()
        let status = try world.customer("before").status
        try world.editCustomerStatus(
            Fields(form: "status=\(status)&text=after".utf8), now: .after(60))
        let read = try world.get("/api/v1/statuses/\(status)").status()
        #expect(read.edited_at == "2026-08-01T13:52:43.000Z")
        #expect(read.content?.hasSuffix("</span> after</p>") == true)
    }

    @Test func pacedPostsAppearWhenDue() throws {
        var world = World.make()
        let posts = (1...4).map { CustomerPost(author: "a", text: "\($0)") }
        try world.enqueue(posts, perSecond: 2, now: .after(0))
        #expect(world.get("/api/v1/notifications", at: 1).ids == ["8", "4"])
        #expect(world.get("/api/v1/notifications", at: 2).ids.count == 4)
    }
}
